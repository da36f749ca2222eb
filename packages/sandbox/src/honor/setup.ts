import { listening, type Setup } from '../common/setup.ts'
import { createHonor, createHonorCredentials, honorSettings } from './emulator.ts'

/** Starts Honor's push API with its token endpoint. */
export const setupHonor: Setup = async ({ app, desk, open }) => {
  const credentials = createHonorCredentials()
  const station = await open({
    hosts: ['push-api.cloud.honor.com', 'iam.developer.honor.com', 'push-api.cloud.hihonor.com', 'iam.developer.hihonor.com'],
    protocols: ['h2', 'http/1.1'],
    emulator: () => createHonor({ credentials, settings: { ...honorSettings }, desk }),
  })
  const { url } = station.host
  return {
    stations: [station],
    info: { url, tokenUrl: `${url}/auth/token`, credentials },
    config: { apps: [{ app, ...credentials, badgeClass: `${app}.MainActivity`, ...listening(station) }] },
  }
}
