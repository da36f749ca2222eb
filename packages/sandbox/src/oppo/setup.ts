import { listening, type Setup } from '../common/setup.ts'
import { createOppo, createOppoCredentials, oppoSettings } from './emulator.ts'

/** Starts OPPO's push API. */
export const setupOppo: Setup = async ({ app, desk, open }) => {
  const credentials = createOppoCredentials()
  const station = await open({
    hosts: ['api.push.oppomobile.com', 'api-push-cn.heytapmobi.com', 'api-intl.push.oppomobile.com', 'feedback.push.oppomobile.com'],
    protocols: ['h2', 'http/1.1'],
    emulator: () => createOppo({ credentials, settings: { ...oppoSettings }, desk }),
  })
  const { url } = station.host
  return {
    stations: [station],
    info: { url, credentials },
    config: { storeGrade: 'A', apps: [{ app, ...credentials, classes: { im: { category: 'IM' } }, ...listening(station) }] },
  }
}
