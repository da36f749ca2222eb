import { accountOf } from '../../huawei-shared/service-account.ts'
import type { HuaweiApp } from '../config.ts'

/** Which version of the API an app entry speaks, and the id in its path; undefined where the entry names none. */
export function pathOf(app: HuaweiApp): { readonly version: 1 | 2; readonly id: string | undefined } {
  const { clientId, appId = clientId, apiVersion: version = appId === undefined ? 2 : 1 } = app
  return { version, id: version === 1 ? appId : (app.projectId ?? accountOf(app).project_id) }
}
