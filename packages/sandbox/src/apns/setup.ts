import { listening, type Setup } from '../common/setup.ts'
import type { VendorServer } from '../common/vendor-server.ts'
import { certificateName } from './certificate.ts'
import { apnsSettings, createApns, createApnsCredentials } from './emulator.ts'

/** Starts Apple's two environments on a port each. */
export const setupApns: Setup = async ({ app, authority, desk, open }) => {
  const credentials = { ...createApnsCredentials(app), certificate: await authority.issueClient(certificateName(app)) }
  const settings = { ...apnsSettings }
  const start = (environment: 'production' | 'development', hosts: readonly string[]) =>
    open({
      hosts,
      protocols: ['h2'],
      clientCertificates: true,
      firstStreams: () => settings.firstStreams,
      emulator: () => createApns({ credentials, settings, environment, desk }),
    })
  const production = await start('production', ['api.push.apple.com'])
  const development = await start('development', ['api.sandbox.push.apple.com'])
  const { teamId, keyId, key } = credentials
  const entry = (environment: string, station: VendorServer) => ({ app, environment, teamId, keyId, key, ...listening(station) })
  return {
    stations: [production, development],
    info: { url: production.host.url, development: { url: development.host.url }, credentials },
    config: { apps: [entry('production', production), entry('development', development)] },
  }
}
