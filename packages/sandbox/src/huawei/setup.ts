import { listening, type Setup } from '../common/setup.ts'
import { createHuaweiCredentials } from './credentials.ts'
import { createHuawei, harmonySettings, huaweiSettings } from './emulator.ts'

const hosts = ['push-api.cloud.huawei.com', 'oauth-login.cloud.huawei.com']

/** Starts Huawei's v1 and v2 API with its OAuth. */
export const setupHuawei: Setup = async ({ app, desk, open }) => {
  const credentials = createHuaweiCredentials()
  const settings = { ...huaweiSettings }
  const station = await open({ hosts, protocols: ['h2', 'http/1.1'], emulator: () => createHuawei({ vendor: 'huawei', credentials, settings, desk }) })
  const { url } = station.host
  return {
    stations: [station],
    info: { url, tokenUrl: `${url}/oauth2/v3/token`, credentials },
    config: {
      apps: [
        {
          app,
          clientId: credentials.clientId,
          clientSecret: credentials.clientSecret,
          projectId: credentials.projectId,
          badgeClass: `${app}.MainActivity`,
          ...listening(station),
        },
      ],
    },
  }
}

/** Starts Huawei's v3 API, for HarmonyOS 5 and later. */
export const setupHarmony: Setup = async ({ app, desk, open }) => {
  const credentials = createHuaweiCredentials()
  const settings = { ...harmonySettings }
  const station = await open({ hosts, protocols: ['h2', 'http/1.1'], emulator: () => createHuawei({ vendor: 'harmony', credentials, settings, desk }) })
  const { url } = station.host
  return {
    stations: [station],
    info: { url, credentials },
    config: { apps: [{ app, clientId: credentials.clientId, serviceAccount: credentials.serviceAccount, ...listening(station) }] },
  }
}
