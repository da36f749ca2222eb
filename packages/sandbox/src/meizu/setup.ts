import { listening, type Setup } from '../common/setup.ts'
import { createMeizu, createMeizuCredentials, meizuSettings } from './emulator.ts'

/** Starts Meizu's push API. */
export const setupMeizu: Setup = async ({ app, desk, open }) => {
  const credentials = createMeizuCredentials()
  const station = await open({
    hosts: ['server-api-push.meizu.com', 'server-api-push.in.meizu.com', 'api-push.meizu.com', 'api-push.in.meizu.com'],
    protocols: ['h2', 'http/1.1'],
    emulator: () => createMeizu({ credentials, settings: { ...meizuSettings }, desk }),
  })
  const { url } = station.host
  return { stations: [station], info: { url, credentials }, config: { apps: [{ app, ...credentials, ...listening(station) }] } }
}
