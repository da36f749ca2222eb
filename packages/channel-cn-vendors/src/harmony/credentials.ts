import { type AuthContext, type Credential, type Draft, RouseError, type WireRequest } from '@rouse/core/channel'
import { type Bearer, signBearer } from '../common/index.ts'
import { accountOf, serviceJwt } from '../huawei-shared/service-account.ts'
import type { HarmonyApp } from './config.ts'

/** The whole `authorization` header. */
export type HarmonyTrust = Bearer

/** The service account's own JWT: v3 takes no OAuth token. Rejects with RouseError `credential-invalid`. Source: docs/vendors/huawei.md, "Auth". */
export async function authorize(app: HarmonyApp, { now }: Pick<AuthContext, 'now'>): Promise<Credential<HarmonyTrust>> {
  const place = `channels.harmony.apps, app "${app.app}"`
  const credential = await serviceJwt(place, app, now)
  if ((app.projectId ?? accountOf(app).project_id) === undefined) {
    throw new RouseError('credential-invalid', `${place}: give projectId, or a serviceAccount with its project_id: the address needs it`)
  }
  return credential
}

/** Adds the token. */
export const sign = (draft: Draft, credential: Credential<HarmonyTrust>): WireRequest => signBearer(draft, credential)
