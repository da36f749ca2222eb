import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { offlinePushFields } from './rest/offline-push-info.ts'
import { timCodes } from './tim-codes.ts'

const page = await readFile(new URL('../../../docs/from-tencent-im.md', import.meta.url), 'utf8')

describe('docs/from-tencent-im.md', () => {
  it.each(offlinePushFields.map(({ tim, push }) => [tim.join('.'), push.join('.')] as const))('has a row for %s', (tim, push) => {
    const [tencents, ours] = [tim.split('.').at(-1) as string, push.split('.').at(-1) as string]
    const row = page
      .split('\n')
      .find(line => line.startsWith('|') && line.includes(tencents) && line.includes(`${push.split('.').slice(0, -1).join('.')}`) && line.includes(ours))
    expect(row).toBeDefined()
  })

  it('names every code that the calls answer', () => {
    const sdkOnly = [
      timCodes.notInitialized,

      timCodes.invalidParameters,
      timCodes.invalidReceiver,
      timCodes.userSigExpired,
      timCodes.kicked,
      timCodes.invalidUserId,
      timCodes.serverError,
    ]
    for (const code of Object.values(timCodes).filter(one => !sdkOnly.includes(one as never))) expect(page).toContain(String(code))
  })
})
