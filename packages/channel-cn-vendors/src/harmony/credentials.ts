import type { AuthContext, Credential } from '@rouse/core'
import type { Bearer } from '../common/index.ts'
import { serviceJwt } from '../huawei/internals/service-account.ts'
import type { HarmonyApp } from './config.ts'

/** The service account's own JWT: v3 takes no OAuth token. Rejects with RouseError `credential-invalid`. Source: vendors/huawei.md, "Auth". */
export async function authorize(app: HarmonyApp, { now }: Pick<AuthContext, 'now'>): Promise<Credential<Bearer>> {
  return serviceJwt(`channels.harmony.apps, app "${app.app}"`, app, now)
}
