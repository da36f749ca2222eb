import { readFile, stat } from 'node:fs/promises'
import * as core from '@rouse/core/channel'
import * as contract from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'

const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8')
const lines = (code: string): readonly string[] => code.split('\n').filter(line => line !== '')

/** The code blocks of the page, by what follows the word `ts`: the name of the file they stand in. */
async function blocks(): Promise<ReadonlyMap<string, string>> {
  const page = await read('../../docs/writing-a-channel.md')
  const found = [...page.matchAll(/```([^\n]*)\n(.*?)```/gs)].map(([, info = '', code = '']) => ({ info, code }))
  return new Map([...Map.groupBy(found, ({ info }) => info)].map(([info, parts]) => [info, parts.map(({ code }) => code).join('')]))
}

describe('docs/writing-a-channel.md', () => {
  it('walks through this very plugin, from its first line to its last', async () => {
    expect(lines((await blocks()).get('ts web-push.ts') ?? '')).toEqual(lines(await read('web-push.ts')))
  })

  it('runs the contract suite as this plugin does, and uses the channel as the example does', async () => {
    const code = (await blocks()).get('ts contract.test.ts') ?? ''
    expect(code).toContain('channelContract({')
    expect(await read('contract.test.ts')).toContain(code)
    expect((await blocks()).get('ts wake-browsers.ts')).toBe(await read('wake-browsers.ts'))
  })

  it('has no code but that of these files', async () => {
    expect([...(await blocks()).keys()].sort()).toEqual(['ts contract.test.ts', 'ts wake-browsers.ts', 'ts web-push.ts'])
  })

  it('names no file that is not there, and no helper that core and the testkit do not export', async () => {
    const page = await read('../../docs/writing-a-channel.md')
    const paths = page.match(/(?:packages|examples|docs)\/[\w./-]*\w/g) ?? []
    expect(paths.length).toBeGreaterThan(3)
    for (const path of paths) await stat(new URL(`../../${path}`, import.meta.url))
    const [, helpers = ''] = /^## Helpers of `@rouse\/core\/channel`$(.*?)Channels of Chinese vendors/ms.exec(page) ?? []
    const ofKit = page.slice(page.indexOf('For tests of your own'))
    const named = (text: string): readonly string[] => [...text.matchAll(/`([a-zA-Z]+)`/g)].map(([, name = '']) => name).filter(name => name !== 'ext')
    expect(named(helpers).filter(name => !(name in core))).toEqual([])
    expect(named(helpers).length).toBeGreaterThan(10)
    expect(named(ofKit).filter(name => !(name in contract))).toEqual([])
    expect(named(ofKit)).toContain('sampleNotification')
  })

  it('keeps it under 150 lines, and on the public API of core alone', async () => {
    const code = await read('web-push.ts')
    expect(code.split('\n').length).toBeLessThan(150)
    expect([...code.matchAll(/from '([^']+)'/g)].map(([, from]) => from)).toEqual(['@rouse/core/channel', 'web-push'])
  })
})
