import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { main } from '@rouse/cli'
import { startSandbox } from '@rouse/sandbox'
import { describe, expect, it } from 'vitest'
import { files, io, rouse } from './cli.fixture.ts'
import { alice, iphone, message, pixel } from './scene.fixture.ts'

const people = { message: message(), recipient: alice({ devices: [pixel()] }) }
const asked = ['--message', '{message}', '--recipient', '{recipient}']
const bin = fileURLToPath(new URL('../../cli/src/bin.ts', import.meta.url))
const nodeArgs = ['--conditions', '@rouse/source', '--disable-warning=ExperimentalWarning', bin]

describe('rouse', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../cli/package.json', import.meta.url), 'utf8')) as { readonly version: string }
    expect(await rouse({}, ['--version'])).toEqual({ code: 0, out: [version], err: [] })
  })

  it.each([[[]], [['explain']], [['push']], [['check']], [['sandbox']]])('says the exit codes in the help of %j', async command => {
    const { code, out } = await rouse({}, [...command, '--help'])
    expect(code).toBe(0)
    expect(out.join('\n')).toMatch(/Exit code: 0 .*, 1 .*, 2 /)
  })

  it.each([
    [['explain', '--mesage', 'm.json'], '--mesage', '--message'],
    [['push', '--recipent', 'r.json'], '--recipent', '--recipient'],
    [['check', '--dif'], '--dif', '--diff'],
    [['explain', '--message', 'm.json', '--polcy', 'p.json'], '--polcy', '--policy'],
  ])('names a mistyped option before a missing one: %j', async (args, typed, meant) => {
    const { code, out, err } = await rouse({}, args)
    expect([code, out]).toEqual([2, []])
    expect(err.join('\n')).toContain(`unknown option '${typed}'`)
    expect(err.join('\n')).toContain(`Did you mean ${meant}?`)
  })

  it('names a missing option', async () => {
    expect(await rouse({}, ['explain', '--recipient', 'r.json'])).toEqual({
      code: 2,
      out: [],
      err: ["error: required option '--message <file>' not specified"],
    })
  })
})

describe('a file that is no JSON', () => {
  const text = JSON.stringify(message())
  const cases: readonly (readonly [what: string, content: Buffer | string, line: RegExp])[] = [
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), /^FILE: UTF-16 text: save the file as UTF-8$/],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le'), /^FILE: UTF-16 text: save the file as UTF-8$/],
    ['UTF-16, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), /^FILE: UTF-16 text: save the file as UTF-8$/],
    ['Latin-1', Buffer.from(text.replace('Bob', 'Bj\u00f6rn').replace('"id"', '"i\u00f6d"'), 'latin1'), /^FILE: not UTF-8 text: save the file as UTF-8$/],
    ['empty', '', /^FILE: the file is empty$/],
    ['blank', ' \n\t', /^FILE: the file is empty$/],
    ['only a mark', '\ufeff', /^FILE: the file is empty$/],
    ['cut', text.slice(0, 20), /^FILE: not JSON: /],
  ]
  it.each(cases)('is refused with one plain line: %s', async (_, content, line) => {
    const file = join(mkdtempSync(join(tmpdir(), 'rouse-text-')), 'm.json')
    writeFileSync(file, content)
    const { recipient } = files({ recipient: alice() })
    const { io: it, out, err } = io()
    expect(await main(['explain', '--message', file, '--recipient', recipient ?? ''], it)).toBe(2)
    expect(out).toEqual([])
    expect(err.map(each => each.replace(file, 'FILE'))).toEqual([expect.stringMatching(line)])
    const stdin = { ...it, stdin: () => Promise.resolve(Buffer.from(content)) }
    expect(await main(['explain', '--message', '-', '--recipient', recipient ?? ''], stdin)).toBe(2)
    expect(err.at(-1)?.replace('stdin', 'FILE')).toMatch(line)
  })

  it('is named where a config points to one that is missing', async () => {
    const config = { ca: 'ca.pem', channels: { fcm: { apps: [{ app: 'a', serviceAccount: { file: 'nowhere.json' } }] } } }
    const { code, err } = await rouse({ ...people, config }, ['push', ...asked, '--config', '{config}'])
    expect(code).toBe(2)
    expect(err).toEqual([expect.stringMatching(/^config \/channels\/fcm\/.*: no such file$/), 'config /ca: the certificate file: no such file'])
  })
})

describe('--fact', () => {
  const policy = {
    name: 'p',
    reasons: ['busy'],
    conditions: { busy: { all: [{ fact: 'calendar', path: '$.busy', operator: 'equal', value: { fact: 'limits' } }] } },
    rules: [{ name: 'busy', conditions: { condition: 'busy' }, event: { type: 'suppress', params: { reason: 'busy' } } }],
  }
  const known = ['--fact', 'calendar={"busy":true}', '--fact', 'limits=true']
  const explained = (...facts: readonly string[]) => rouse({ ...people, policy }, ['explain', ...asked, '--policy', '{policy}', ...known, ...facts])

  it('says nothing of facts that a rule reads, on either side', async () => {
    expect(await explained()).toMatchObject({ code: 0, err: [] })
    expect(await explained('--fact', 'calendar=text')).toMatchObject({ code: 0, err: [] })
  })

  it('warns of a fact that no rule reads, and of a value that is broken JSON', async () => {
    expect((await explained('--fact', 'calender={"busy":true}')).err).toEqual(['warning: --fact calender: no rule reads this fact, nearest "calendar"'])
    for (const value of ['{bad', '[1,', '"open', ' {']) {
      expect((await explained('--fact', `limits=${value}`)).err).toEqual([
        'warning: --fact limits: the value begins like JSON but is not JSON, so it is used as text',
      ])
    }
    expect((await rouse(people, ['explain', ...asked, '--fact', 'vip'])).err).toEqual(['warning: --fact vip: no rule reads this fact'])
  })

  it('warns in check, too, with and without --diff', async () => {
    expect((await rouse({ policy }, ['check', '{policy}', ...known, '--fact', 'vip'])).err).toEqual(['warning: --fact vip: no rule reads this fact'])
    const diff = await rouse({ policy }, ['check', '--diff', '{policy}', '{policy}', '--seconds', '1', ...known, '--fact', 'vip'])
    expect(diff).toMatchObject({ code: 0, err: ['warning: --fact vip: no rule reads this fact'] })
  })
})

describe('rouse push', () => {
  it('exits with 1 when a push is rejected, and shows what the vendor said', async () => {
    const sandbox = await startSandbox({ vendors: ['apns'] })
    try {
      const { ca, channels } = JSON.parse(readFileSync(sandbox.info.config, 'utf8')) as { ca: string; channels: { apns: { apps: { teamId: string }[] } } }
      const [entry] = channels.apns.apps
      const config = { ca, channels: { apns: { ...channels.apns, apps: [{ ...entry, teamId: 'WRONGTEAM1' }] } } }
      const wrong = { ...people, recipient: alice({ devices: [iphone()] }), config }
      const { code, out } = await rouse(wrong, ['push', ...asked, '--config', '{config}'])
      expect(code).toBe(1)
      expect(out.join('\n')).toMatch(/vendor.*detail/)
      expect((await rouse(wrong, ['push', ...asked, '--config', '{config}', '--json'])).code).toBe(1)
    } finally {
      await sandbox.close()
    }
  })
})

it('rouse on an old Node ends with one line that says what it needs', () => {
  const old = 'data:text/javascript,Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.11.1" } })'
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', old, ...nodeArgs, '--version'], { encoding: 'utf8' })
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'Rouse needs Node 22.13 or newer, this is Node 20.11.1: install a newer Node and start again\n',
  })
})

describe('standard output', () => {
  const explainMany = () => {
    const { m, r } = files({ m: message(), r: Array.from({ length: 50 }, (_, i) => alice({ id: `user-${i}`, devices: [pixel()] })) })
    return [...nodeArgs, 'explain', '--message', m ?? '', '--recipient', r ?? '']
  }

  it('on a full disk ends with one line and 1', () => {
    const { status, stderr } = spawnSync(process.execPath, explainMany(), { stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'], encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'stdout: cannot be written: no space left on the device\n' })
  })

  it('that nobody reads ends quietly', async () => {
    const child = spawn(process.execPath, explainMany(), { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let err = ''
    child.stderr.on('data', chunk => {
      err += String(chunk)
    })
    await new Promise(resolve => child.once('exit', resolve))
    expect(err).toBe('')
  })
})
