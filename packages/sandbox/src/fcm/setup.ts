import { listening, type Setup } from '../common/setup.ts'
import { createFcm, createServiceAccount, fcmSettings, type ServiceAccount } from './emulator.ts'

/** Starts Google's push API and its token endpoint on one port. */
export const setupFcm: Setup = async ({ app, desk, open }) => {
  const settings = { ...fcmSettings }
  const made = createServiceAccount('')
  const accountAt = (url: string): ServiceAccount => ({ ...made, token_uri: `${url}/token` })
  const station = await open({
    hosts: ['fcm.googleapis.com', 'oauth2.googleapis.com', 'accounts.google.com', 'www.googleapis.com'],
    protocols: ['h2', 'http/1.1'],
    emulator: url =>
      createFcm({
        account: accountAt(url),
        audiences: [
          `${url}/token`,
          'https://oauth2.googleapis.com/token',
          'https://www.googleapis.com/oauth2/v4/token',
          'https://accounts.google.com/o/oauth2/token',
        ],
        settings,
        packageName: app,
        desk,
      }),
  })
  const { url } = station.host
  const serviceAccount = accountAt(url)
  return {
    stations: [station],
    info: { url, credentials: { serviceAccount } },
    config: { apps: [{ app, serviceAccount, ...listening(station) }] },
  }
}
