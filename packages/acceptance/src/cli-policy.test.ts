import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Decision, defaultPolicy } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { rouse } from './cli.fixture.ts'
import { alice, iphone, message, pixel } from './scene.fixture.ts'

const is = (fact: string, path: string, value: unknown) => ({ fact, path, operator: 'equal', value })
const suppress = (name: string, condition: object, reason: string, changes: object = {}) => ({
  name,
  conditions: { all: [condition] },
  event: { type: 'suppress', params: { reason } },
  ...changes,
})
const busy = {
  name: 'busy',
  reasons: ['in-a-meeting', 'too-many'],
  rules: [
    suppress('in-a-meeting', is('calendar', '$.busy', true), 'in-a-meeting', { description: 'Not in the middle of a meeting.' }),
    suppress('cap', { fact: 'recent', path: '$.recipient', params: { seconds: 3600 }, operator: 'greaterThanInclusive', value: 100 }, 'too-many'),
  ],
}
const people = { message: message(), recipient: alice({ devices: [pixel()] }) }
const explain = (set: readonly string[], policy: unknown = busy, more: readonly string[] = []) =>
  rouse({ ...people, policy }, ['explain', '--message', '{message}', '--recipient', '{recipient}', '--policy', '{policy}', ...set, ...more])

describe('rouse explain with a policy of one’s own', () => {
  it('takes what the host would answer, and what the counters would', async () => {
    const said = async (...set: string[]) => (await explain(['--fact', 'calendar', ...set])).out[0]
    expect(await said()).toMatch(/alice gets a push on this phone, over fcm\.$/)
    expect(await said('--fact', 'calendar={"busy":true}')).toMatch(/Nothing was sent: Not in the middle of a meeting \(rule "in-a-meeting"\)\.$/)
    expect(await said('--set', 'recent.recipient=100')).toMatch(
      /Nothing was sent: the rule "cap" says so \(recent\.recipient within 3600 s is 100, at least 100\)\.$/,
    )
    expect(await said('--set', 'recent.recipient=99')).toMatch(/gets a push/)
  })

  it('calls people by their names, in either language', async () => {
    const out = ['--set', 'device.session=logged-out', '--name', 'alice=Alice']
    const args = ['explain', '--message', '{message}', '--recipient', '{recipient}', ...out]
    expect((await rouse(people, args)).out[0]).toMatch(/: Nothing was sent: Alice logged out of this phone\.$/)
    expect((await rouse(people, [...args, '--locale', 'zh-Hans'])).out[0]).toMatch(/: 未发送推送：Alice 已在此手机上退出登录。$/)
    const own = { ...people, message: message({ sender: { id: 'alice', name: 'Alice Liddell' } }) }
    expect((await rouse(own, args.slice(0, 5))).out[0]).toMatch(/: Nothing was sent: Alice Liddell sent the message\.$/)
    expect(await rouse(people, [...args, '--name', 'Alice'])).toMatchObject({ code: 2, err: [expect.stringContaining('like alice=Alice')] })
  })

  it('shows the rules that fired with their description, and of the offers that alone which matched', async () => {
    const { out } = await explain(['--fact', 'calendar={"busy":true}'])
    expect(out.slice(1)).toEqual([
      '  ✓ in-a-meeting: calendar.busy is true (Not in the middle of a meeting.)',
      '    cap: not reached: "in-a-meeting" above it decided',
    ])
    const pushed = (await explain(['--fact', 'calendar={"busy":false}'])).out
    expect(pushed.filter(line => line.includes('offers'))).toHaveLength(1)
  })

  it('refuses a document with a line a mistake, whatever is wrong with it', async () => {
    const layer = { name: 'l', conditions: { all: [is('recipient', '$.mentioned', true)] } }
    const settings = { vendors: { xiaomi: { chanelId: 'x' } } }
    const odd = { ...busy, layers: [{ ...layer, event: { type: 'layer', params: { name: 'l', priority: 5, settings } } }], ruls: [] }
    const { code, out, err } = await explain(['--fact', 'calender'], odd)
    expect([code, out]).toEqual([2, []])
    expect(err).toEqual([
      expect.stringMatching(/^policy \/rules\/0\/conditions\/all\/0\/fact: expected a fact: .*got "calendar", nearest "calender"$/),
      expect.stringMatching(/^policy \/layers\/0\/event\/params\/settings\/vendors\/xiaomi\/chanelId: unknown field, nearest "channelId"$/),
      'policy /ruls: unknown field, nearest "rules"',
    ])
  })
})

describe('rouse explain --set', () => {
  const ask = (set: string, entries: object = people) =>
    rouse({ ...entries }, ['explain', '--message', '{message}', '--recipient', '{recipient}', '--json', '--set', set])
  const decided = async (set: string, entries?: object) => (JSON.parse((await ask(set, entries)).out.join('\n')) as Decision[])[0]

  it('reaches into lists by place, and makes what is missing on the way but in lists', async () => {
    const two = { ...people, recipient: alice({ devices: [iphone(), pixel()] }) }
    expect((await ask('recipient.devices.1.session=kicked', two)).out.join('')).toMatch(/"reason": "kicked"/)
    expect(await decided('recipient.quietHours={"from":"00:00","to":"23:59"}')).toBeDefined()
    expect(await decided('conversation.mutedUntil=2999-01-01T00:00:00Z')).toMatchObject({ reason: 'muted' })
  })

  const refused: readonly (readonly [set: string, message: RegExp])[] = [
    ['devise.session=logged-out', /expected a path below message, .*, nearest "device"$/],
    ['device.sesion=logged-out', /^recipient \/devices\/0\/sesion: unknown field, nearest "session"$/],
    ['message.push.enbled=false', /^message \/push\/enbled: unknown field, nearest "enabled"$/],
    ['recipient.devices.5.session=kicked', /there is no place "5" in a list of 1$/],
    ['recipient.devices.x.session=kicked', /there is no place "x" in a list of 1$/],
    ['message.elements.-1.text=hi', /there is no place "-1" in a list of 1$/],
    ['recipient.constructor.x=1', /\/constructor: unknown field/],
    ['recipient.__proto__.x=1', /expected a path and a value/],
    ['device.session', /expected a path and a value/],
    ['=1', /expected a path and a value/],
    ['recent.recipients=1', /expected recent\.recipient or recent\.conversation, nearest "recipient"$/],
    ['recent.recipient=many', /expected an integer of 0…10000$/],
  ]
  it.each(refused)('refuses %s', async (set, line) => {
    expect(await ask(set)).toMatchObject({ code: 2, out: [], err: [expect.stringMatching(line)] })
  })

  it('refuses what is said of a device where nobody has one', async () => {
    expect(await ask('device.session=kicked', { ...people, recipient: alice({ devices: [] }) })).toMatchObject({
      code: 2,
      err: [expect.stringMatching(/no recipient has a device$/)],
    })
  })
})

describe('rouse check', () => {
  const tested = {
    ...busy,
    selection: [
      { name: 'in-a-meeting', conditions: { all: [is('device', '$.platform', 'android')] }, event: { type: 'offer', params: { channels: ['fcm'] } } },
      { name: 'others', conditions: { not: is('device', '$.platform', 'android') }, event: { type: 'offer', params: { channels: ['*'] } } },
    ],
    tests: [
      {
        name: 'nothing in the way',
        ...people,
        facts: { calendar: { busy: false } },
        recent: { recipient: 99 },
        expect: { decision: 'push', channels: ['fcm'] },
      },
    ],
  }
  const hostile = {
    text: '{"name":',
    list: [],
    none: null,
    huge: ' '.repeat(16_777_217),
    counted: { ...tested, tests: 5 },
    gap: { ...tested, tests: [null] },
    builtIn: { ...tested, tests: [{ ...tested.tests[0], facts: { message: 1 } }] },
  }

  it('decides with the host facts and counters that tests state, and names rules and offers that none tried', async () => {
    expect(await rouse({ tested }, ['check', '{tested}'])).toEqual({
      code: 0,
      out: ['ok   nothing in the way', 'busy: 1 of 1 tests passed', 'no test ever fired: in-a-meeting, cap', 'no test ever matched, of the selection: others'],
      err: [],
    })
    const wrong = { ...tested, tests: [{ ...tested.tests[0], facts: { calendar: { busy: true } } }] }
    expect(await rouse({ wrong }, ['check', '{wrong}'])).toMatchObject({
      code: 1,
      out: [
        'FAIL nothing in the way',
        '       /decision: expected "push", got "suppress" (device pixel)',
        '       /channels: expected ["fcm"], got [] (device pixel)',
        'busy: 0 of 1 tests passed',
        'no test ever fired: cap',
        'no test ever matched, of the selection: in-a-meeting, others',
      ],
    })
  })

  it('has to be told of host facts that no test states', async () => {
    expect(await rouse({ busy }, ['check', '{busy}'])).toMatchObject({ code: 2, err: [expect.stringMatching(/expected a fact: /)] })
    expect(await rouse({ busy }, ['check', '{busy}', '--fact', 'calendar'])).toMatchObject({ code: 0 })
    expect(await rouse({ busy }, ['check', '--fact', 'calendar', '--fact', 'vip', '{busy}'])).toMatchObject({ code: 0 })
  })

  it('refuses a test whose message, recipient or time is none, with its place', async () => {
    const [one] = tested.tests
    const wrong = { ...tested, tests: [{ ...one, recipient: { ...people.recipient, preview: 'sendr' }, now: '2026-02-30T00:00:00Z' }] }
    expect(await rouse({ wrong }, ['check', '{wrong}'])).toMatchObject({
      code: 2,
      err: [expect.stringMatching(/^wrong \/tests\/0\/recipient\/preview: .*nearest "sender"$/), expect.stringMatching(/^wrong \/tests\/0\/now: /)],
    })
  })

  it.each([
    ['no file', ['check', '/nowhere/policy.json'], /^\/nowhere\/policy\.json: no such file$/],
    ['a folder', ['check', '/'], /^\/: cannot be read \(EISDIR\): it is a folder, expected a file$/],
    ['no JSON', ['check', '{text}'], /^text: not JSON: /],
    ['no object', ['check', '{list}'], /^list: expected an object/],
    ['two documents without --diff', ['check', '{tested}', '{tested}'], /a second document is for --diff/],
    ['one document with --diff', ['check', '--diff', '{tested}'], /expected two policy documents/],
    ['a wrong second document', ['check', '--diff', '{tested}', '{list}'], /^list: expected an object/],
    ['standard input twice', ['check', '--diff', '-', '-'], /^stdin: only one file can be -$/],
    ['no number of seconds', ['check', '--diff', '{tested}', '{tested}', '--seconds', 'soon'], /^--seconds: expected a whole number of 1…86400$/],
    ['no time at all', ['check', '--diff', '{tested}', '{tested}', '--seconds', '0'], /^--seconds: expected a whole number of 1…86400$/],
    ['half a seed', ['check', '--diff', '{tested}', '{tested}', '--seed', '1.5'], /^--seed: expected a whole number of 0…2147483647$/],
    ['a document that is null', ['check', '{none}'], /^none: expected an object, got null$/],
    ['a document that is null, compared', ['check', '--diff', '{none}', '{tested}'], /^none: expected an object, got null$/],
    ['a document far over a megabyte', ['check', '{huge}'], /^huge: larger than 16777216 bytes$/],
    ['tests that are no list', ['check', '{counted}', '--fact', 'calendar'], /^counted \/tests: expected an array, got 5$/],
    ['a test that is null', ['check', '{gap}', '--fact', 'calendar'], /^gap \/tests\/0: expected an object, got null$/],
    ['a fact with a built-in one’s name', ['check', '--diff', '{tested}', '{builtIn}'], /^builtIn \/tests\/0\/facts\/message: unknown field$/],
    ['no fact’s name', ['check', '{tested}', '--fact', '=5'], /^--fact =5: expected a name/],
  ] as const)('refuses %s with exit 2 and one line', async (_, args, line) => {
    const { code, out, err } = await rouse({ tested, ...hostile }, args, JSON.stringify(tested))
    expect({ code, out }).toEqual({ code: 2, out: [] })
    expect(err).toHaveLength(1)
    expect(err[0]).toMatch(line)
  })

  it('reads standard input for -, and files with a byte order mark', async () => {
    expect(await rouse({}, ['check', '-'], JSON.stringify(tested))).toMatchObject({ code: 0 })
    expect(await rouse({ marked: `\ufeff${JSON.stringify(tested)}` }, ['check', '{marked}'])).toMatchObject({ code: 0 })
  })

  it('--diff tells what the host and the counters said, where it matters', async () => {
    const [, cap] = busy.rules
    const later = { ...busy, rules: [busy.rules[0], { ...cap, conditions: { all: [{ ...cap?.conditions.all[0], value: 101 }] } }] }
    const { code, out } = await rouse({ busy, later }, ['check', '--diff', '{busy}', '{later}', '--fact', 'calendar'])
    expect(code).toBe(1)
    expect(out).toContain('recent    {"recipient":[{"count":100,"secondsAgo":3599}],"conversation":[]}')
    expect(out.filter(line => /^(old|new): /.test(line))).toEqual(['old: d1 suppress too-many by "cap"', expect.stringMatching(/^new: d1 push \(\w+\)$/)])
    const freer = { ...busy, onFactError: 'allow' }
    const failed = await rouse({ busy, freer }, ['check', '--diff', '{busy}', '{freer}', '--fact', 'calendar'])
    expect(failed.out.find(line => line.startsWith('failed'))).toMatch(/^failed {4}(calendar|recent)$/)
  })

  it('--diff --all prints a case for each rule that differs, and an array as JSON', async () => {
    const [meeting, cap] = busy.rules
    const later = {
      ...busy,
      rules: [
        { ...meeting, conditions: { all: [is('calendar', '$.busy', false)] } },
        { ...cap, conditions: { all: [{ ...cap?.conditions.all[0], value: 101 }] } },
      ],
    }
    const args = ['check', '--diff', '--all', '{busy}', '{later}', '--fact', 'calendar']
    const { code, out } = await rouse({ busy, later }, args)
    expect(code).toBe(1)
    expect(out[0]).toMatch(/^After \d+ cases \(seed 1\) 2 rules differ:$/)
    expect(out.filter(line => line.startsWith('rule '))).toEqual([
      expect.stringMatching(/^rule "in-a-meeting" of rules: the two decide differently, at /),
      expect.stringMatching(/^rule "cap" of rules: the two decide differently, at /),
    ])
    const asJson = await rouse({ busy, later }, [...args, '--json'])
    expect((JSON.parse(asJson.out.join('\n')) as { readonly rule: string }[]).map(({ rule }) => rule)).toEqual(['in-a-meeting', 'cap'])
    expect(await rouse({ busy }, ['check', '--all', '{busy}', '--fact', 'calendar'])).toMatchObject({ code: 2, err: ['--all: only with --diff'] })
  })

  it('names the document’s own untested rules before those that it copies from the default policy', async () => {
    const copy = { ...defaultPolicy, reasons: busy.reasons, rules: [...defaultPolicy.rules, busy.rules[1]] }
    const { out } = await rouse({ copy }, ['check', '{copy}'])
    expect(out.filter(line => line.startsWith('no test ever fired'))).toEqual([
      'no test ever fired: cap',
      expect.stringMatching(/^no test ever fired, copied from the default policy: system-message, /),
    ])
  })

  it('--diff says so where a rule has another name and nothing else', async () => {
    const [first, cap] = busy.rules
    const named = { ...busy, rules: [first, { ...cap, name: 'frequency-cap' }] }
    const { code, out } = await rouse({ busy, named }, ['check', '--diff', '{busy}', '{named}', '--fact', 'calendar'])
    expect(code).toBe(1)
    expect(out[0]).toMatch(/^After \d+ cases \(seed 1\) the two differ in nothing but the names of rules or layers, at /)
    expect(out.filter(line => /^(old|new): /.test(line))).toEqual(['old: d1 suppress too-many by "cap"', 'new: d1 suppress too-many by "frequency-cap"'])
  })
})

describe('the command itself', () => {
  const bin = fileURLToPath(new URL('../../cli/src/bin.ts', import.meta.url))
  const args = ['--conditions=@rouse/source', '--no-warnings', bin]

  it('ends quietly when nobody reads on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rouse-pipe-'))
    const many = Array.from({ length: 2000 }, (_, i) => alice({ id: `user-${i}`, devices: [pixel()] }))
    writeFileSync(join(folder, 'm.json'), JSON.stringify(message()))
    writeFileSync(join(folder, 'r.json'), JSON.stringify(many))
    const child = spawn(process.execPath, [...args, 'explain', '--message', join(folder, 'm.json'), '--recipient', join(folder, 'r.json')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let err = ''
    child.stderr.on('data', chunk => {
      err += String(chunk)
    })
    child.stdout.once('data', () => child.stdout.destroy())
    const code = await new Promise(resolve => child.once('exit', resolve))
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('says what it cannot read, and ends with 2', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rouse-locked-'))
    mkdirSync(join(folder, 'policy.json'))
    const { status, stderr, stdout } = spawnSync(process.execPath, [...args, 'check', join(folder, 'policy.json')], { encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe(`${join(folder, 'policy.json')}: cannot be read (EISDIR): it is a folder, expected a file\n`)
  })

  it('checks the default policy as docs show it', () => {
    const file = fileURLToPath(new URL('../../../docs/default-policy.json', import.meta.url))
    const { status, stdout } = spawnSync(process.execPath, [...args, 'check', '-'], { encoding: 'utf8', input: readFileSync(file, 'utf8') })
    expect(status).toBe(0)
    expect(stdout).toMatch(/^default: 0 of 0 tests passed\nno test ever fired: system-message, /)
  })
})
