import { type AuthContext, type Credential, RouseError } from '@rouse/core'
import type { Bearer } from '../common/index.ts'
import { accountOf, serviceJwt } from '../huawei/internals/service-account.ts'
import type { HarmonyApp } from './config.ts'

/** The service account's own JWT: v3 takes no OAuth token. Rejects with RouseError `credential-invalid`. Source: vendors/huawei.md, "Auth". */
export async function authorize(app: HarmonyApp, { now }: Pick<AuthContext, 'now'>): Promise<Credential<Bearer>> {
  const place = `channels.harmony.apps, app "${app.app}"`
  const credential = await serviceJwt(place, app, now)
  if ((app.projectId ?? accountOf(app).project_id) === undefined) {
    throw new RouseError('credential-invalid', `${place}: give projectId, or a serviceAccount with its project_id: the address needs it`)
  }
  return credential
}
