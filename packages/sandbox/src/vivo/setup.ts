import { listening, type Setup } from '../common/setup.ts'
import { createVivo, createVivoCredentials, vivoSettings } from './emulator.ts'

/** Starts vivo's push API. */
export const setupVivo: Setup = async ({ app, desk, open }) => {
  const credentials = createVivoCredentials()
  const station = await open({
    hosts: ['api-push.vivo.com.cn'],
    protocols: ['h2', 'http/1.1'],
    emulator: () => createVivo({ credentials, settings: { ...vivoSettings }, desk }),
  })
  const { url } = station.host
  return { stations: [station], info: { url, credentials }, config: { apps: [{ app, ...credentials, ...listening(station) }] } }
}
