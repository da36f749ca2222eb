import { listening, type Setup } from '../common/setup.ts'
import { createXiaomi, createXiaomiCredentials, xiaomiSettings } from './emulator.ts'

/** Starts Xiaomi's push API. */
export const setupXiaomi: Setup = async ({ app, desk, open }) => {
  const credentials = createXiaomiCredentials(app)
  const settings = { ...xiaomiSettings }
  const station = await open({
    hosts: [
      'api.xmpush.xiaomi.com',
      'api.xmpush.global.xiaomi.com',
      ...['idmb-api', 'ru-api', 'fr-api', 'sgp-api'].map(region => `${region}.xmpush.global.xiaomi.com`),
    ],
    protocols: ['h2', 'http/1.1'],
    emulator: () => createXiaomi({ credentials, settings, desk }),
  })
  const { url } = station.host
  return {
    stations: [station],
    info: { url, credentials },
    config: {
      apps: [
        {
          app,
          appSecret: credentials.appSecret,
          packageName: credentials.packageName,
          classes: { im: { channelId: 'chat' }, '*': { channelId: 'other' } },
          ...listening(station),
        },
      ],
    },
  }
}
