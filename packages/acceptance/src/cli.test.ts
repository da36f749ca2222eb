import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { main } from '@rouse/cli'
import type { Decision, Message, Outcome, Recipient } from '@rouse/core'
import { startSandbox } from '@rouse/sandbox'
import { describe, expect, it } from 'vitest'
import { files, io } from './cli.fixture.ts'
import { alice, iphone, message, pixel, redmi } from './scene.fixture.ts'

describe('rouse explain', () => {
  it('prints one array of Decisions, by message, then recipient, then device, without config or credentials', async () => {
    const { message: m, recipient: r } = files({
      message: [message(), message({ id: 'msg-2', kind: 'system' })],
      recipient: [alice({ devices: [iphone(), redmi()] }), alice({ id: 'carol', devices: [pixel()] })],
    })
    const { io: it, out, err } = io()
    expect(await main(['explain', '--message', m ?? '', '--recipient', r ?? '', '--json', '--now', '2026-11-23T10:00:00Z'], it)).toBe(0)
    expect(err).toEqual([])
    const decisions = JSON.parse(out.join('\n')) as Decision[]
    expect(decisions.map(one => [one.message, one.recipient, one.device, one.decision, one.reason])).toEqual([
      ['msg-1', 'alice', 'iphone', 'push', null],
      ['msg-1', 'alice', 'redmi', 'push', null],
      ['msg-1', 'carol', 'pixel', 'push', null],
      ['msg-2', 'alice', 'iphone', 'suppress', 'system-message'],
      ['msg-2', 'alice', 'redmi', 'suppress', 'system-message'],
      ['msg-2', 'carol', 'pixel', 'suppress', 'system-message'],
    ])
    const [first] = decisions
    expect(first?.policy).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(first?.request?.url).toMatch(/^https:\/\/api\.push\.apple\.com\/3\/device\/#[0-9a-f]{8}$/)
    expect(first?.request?.tokens).toEqual([first?.request?.url.slice(-9)])
    expect(first?.request?.headers).toMatchObject({ 'apns-topic': 'com.example.chat' })
    expect(JSON.stringify(decisions)).not.toContain('00ff00ff')
  })

  it('shows tokens only when asked', async () => {
    const { message: m, recipient: r } = files({ message: message(), recipient: alice() })
    const { io: it, out } = io()
    await main(['explain', '--message', m ?? '', '--recipient', r ?? '', '--json', '--show-tokens'], it)
    expect(out.join('')).toContain('00ff'.repeat(16))
  })

  it('reads standard input for -', async () => {
    const { recipient: r } = files({ recipient: alice() })
    const { io: it, out } = io(JSON.stringify(message()))
    expect(await main(['explain', '--message', '-', '--recipient', r ?? '', '--json'], it)).toBe(0)
    expect(JSON.parse(out.join('\n'))).toHaveLength(1)
  })
})

describe('bad input', () => {
  it('is exit 2 and a line a mistake on stderr, with pointer and nearest name; nothing on stdout', async () => {
    const { message: m, recipient: r } = files({
      message: [message(), { ...message(), push: { enbled: true } }] as unknown as Message[],
      recipient: { ...alice(), locale: '-' } as Recipient,
    })
    const { io: it, out, err } = io()
    expect(await main(['explain', '--message', m ?? '', '--recipient', r ?? '', '--json'], it)).toBe(2)
    expect(out).toEqual([])
    expect(err[0]).toBe(`${m} /1/push/enbled: unknown field, nearest "enabled"`)
    expect(err[1]).toContain(`${r} /locale: `)
  })

  it('in push.vendors is told the same way, and before anything is sent', async () => {
    const wrong = [message(), message({ id: 'msg-2', push: { vendors: { huawei: { bigBdy: 'x', collapseKey: 101 } } } })]
    const { message: m, recipient: r } = files({ message: wrong, recipient: alice() })
    const lines = [
      `${m} /1/push/vendors/huawei/bigBdy: unknown field, nearest "bigBody"`,
      `${m} /1/push/vendors/huawei/collapseKey: expected an integer of -1…100, got 101`,
    ]
    const explained = io()
    expect(await main(['explain', '--message', m ?? '', '--recipient', r ?? '', '--json'], explained.io)).toBe(2)
    expect([explained.out, explained.err]).toEqual([[], lines])
    const sandbox = await startSandbox({ vendors: ['apns', 'huawei'] })
    const pushed = io()
    expect(await main(['push', '--message', m ?? '', '--recipient', r ?? '', '--config', sandbox.info.config], pushed.io)).toBe(2)
    expect([pushed.out, pushed.err]).toEqual([[], lines])
    expect(sandbox.control.received()).toEqual([])
    await sandbox.close()
  })

  it('in what a message states for a vendor is told the same way, and nothing is sent before it', async () => {
    const sandbox = await startSandbox({ vendors: ['apns'] })
    try {
      const bad = { ...message(), push: { vendors: { apns: { relevanceScor: 1, criticalSound: { volume: 3 } } } } } as unknown as Message
      const { message: m, recipient: r } = files({ message: [message(), bad], recipient: alice() })
      for (const command of [['explain'], ['push', '--config', sandbox.info.config]]) {
        const { io: it, out, err } = io()
        expect(await main([...command, '--message', m ?? '', '--recipient', r ?? '', '--json'], it)).toBe(2)
        expect(out).toEqual([])
        expect(err).toEqual([
          `${m} /1/push/vendors/apns/relevanceScor: unknown field, nearest "relevanceScore"`,
          `${m} /1/push/vendors/apns/criticalSound/volume: expected a number of 0…1, got 3`,
        ])
      }
      expect(sandbox.control.received()).toEqual([])
    } finally {
      await sandbox.close()
    }
  })

  it('is at most 100 lines, then how many more', async () => {
    const junk = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`junk${i}`, i]))
    const { message: m, recipient: r } = files({ message: { ...message(), ...junk }, recipient: alice() })
    const { io: it, err } = io()
    expect(await main(['explain', '--message', m ?? '', '--recipient', r ?? ''], it)).toBe(2)
    expect(err).toHaveLength(101)
    expect(err.at(-1)).toBe('… and 30 more')
  })

  it('that is no JSON, or a file that is not there, is told as such', async () => {
    const { message: m, recipient: r } = files({ message: '{"id":', recipient: alice() })
    const { io: it, err } = io()
    expect(await main(['explain', '--message', m ?? '', '--recipient', r ?? ''], it)).toBe(2)
    expect(err[0]).toContain('not JSON')
    const missing = io()
    expect(await main(['explain', '--message', '/nowhere.json', '--recipient', r ?? ''], missing.io)).toBe(2)
    expect(missing.err[0]).toContain('/nowhere.json')
  })

  it('in an option is exit 2 as well', async () => {
    const { message: m, recipient: r } = files({ message: message(), recipient: alice() })
    expect(await main(['explain', '--message', m ?? '', '--recipient', r ?? '', '--now', 'yesterday'], io().io)).toBe(2)
    expect(await main(['explain', '--message', m ?? ''], io().io)).toBe(2)
    expect(await main(['push', '--message', m ?? '', '--recipient', r ?? ''], io().io)).toBe(2)
  })
})

describe('rouse push', () => {
  it('sends through the sandbox’s ready config and prints one Outcome a line', async () => {
    const sandbox = await startSandbox()
    try {
      const { message: m, recipient: r } = files({ message: message(), recipient: [alice({ devices: [iphone(), pixel(), redmi()] })] })
      const { io: it, out, err } = io()
      const code = await main(['push', '--message', m ?? '', '--recipient', r ?? '', '--config', sandbox.info.config, '--json'], it)
      expect(err).toEqual([])
      expect(code).toBe(0)
      const outcomes = out.map(line => JSON.parse(line) as Outcome)
      expect(outcomes.map(({ device, channel, status, attempts }) => [device, channel, status, attempts]).sort()).toEqual([
        ['iphone', 'apns', 'accepted', 1],
        ['pixel', 'fcm', 'accepted', 1],
        ['redmi', 'xiaomi', 'accepted', 1],
      ])
    } finally {
      await sandbox.close()
    }
  })

  it.each([
    ['--proxy', (host: string) => ({ args: ['--proxy', `http://user:hunter2@${host}`], env: {} })],
    ['HTTPS_PROXY', (host: string) => ({ args: [], env: { HTTPS_PROXY: `http://user:hunter2@${host}` } })],
  ])('goes through the proxy of %s, and shows what it answers, never its password', async (_, given) => {
    const server = http.createServer()
    server.on('connect', (_request, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const sandbox = await startSandbox()
    try {
      const { args, env } = given(`127.0.0.1:${(server.address() as AddressInfo).port}`)
      const { message: m, recipient: r } = files({ message: message(), recipient: alice() })
      const push = ['push', '--message', m ?? '', '--recipient', r ?? '', '--config', sandbox.info.config, '--json']
      const refused = io('', env)
      await main([...push, ...args], refused.io)
      const outcomes = refused.out.map(line => JSON.parse(line) as Outcome)
      expect(outcomes).toMatchObject([{ status: 'rejected', fault: 'config', detail: expect.stringContaining('the proxy answered 407') }])
      expect(refused.out.join() + refused.err.join()).not.toContain('hunter2')
      const excepted = io('', { ...env, NO_PROXY: '127.0.0.1,localhost' })
      await main(push, excepted.io)
      expect(excepted.out.map(line => (JSON.parse(line) as Outcome).status)).toEqual(['accepted'])
    } finally {
      await sandbox.close()
      await new Promise(resolve => server.close(resolve))
    }
  })

  it('refuses a proxy that cannot be used, without its password', async () => {
    const sandbox = await startSandbox()
    try {
      const { message: m, recipient: r } = files({ message: message(), recipient: alice() })
      for (const [args, env, name] of [
        [['--proxy', 'http://user:hunter2%@127.0.0.1:1'], {}, '--proxy'],
        [[], { https_proxy: 'socks5://user:hunter2@127.0.0.1:1' }, 'https_proxy'],
      ] as const) {
        const { io: it, out, err } = io('', env)
        expect(await main(['push', '--message', m ?? '', '--recipient', r ?? '', '--config', sandbox.info.config, ...args], it)).toBe(2)
        expect([out, err.map(line => line.split(':')[0])]).toEqual([[], [name]])
        expect(err.join()).not.toContain('hunter2')
      }
    } finally {
      await sandbox.close()
    }
  })

  it('takes secrets from files and from the environment, and refuses unknown channels and fields', async () => {
    const sandbox = await startSandbox()
    try {
      const config = JSON.parse(readFileSync(sandbox.info.config, 'utf8')) as { ca: string; channels: { apns: { apps: Record<string, unknown>[] } } }
      const [entry] = config.channels.apns.apps
      const { key, message: m, recipient: r } = files({ key: String(entry?.key), message: message(), recipient: alice() })
      const fromEnv = files({ config: { ca: config.ca, channels: { apns: { apps: [{ ...entry, key: { env: 'APNS_KEY' } }] } } } })
      const fromFile = files({ config: { ca: config.ca, channels: { apns: { apps: [{ ...entry, key: { file: key } }] } } } })
      for (const { config: file } of [fromEnv, fromFile]) {
        const { io: it, out } = io('', { APNS_KEY: String(entry?.key) })
        expect(await main(['push', '--message', m ?? '', '--recipient', r ?? '', '--config', file ?? '', '--json'], it)).toBe(0)
        expect(JSON.parse(out[0] ?? '')).toMatchObject({ status: 'accepted' })
      }
      const wrong = files({ config: { chanels: {}, channels: { apn: { apps: [] }, apns: { apps: [{ ...entry, key: { env: 'NOT_THERE' } }] } } } })
      const { io: it, err } = io()
      expect(await main(['push', '--message', m ?? '', '--recipient', r ?? '', '--config', wrong.config ?? ''], it)).toBe(2)
      expect(err.join('\n')).toMatch(/\/chanels: unknown field, nearest "channels"/)
      expect(err.join('\n')).toMatch(/\/channels\/apn: unknown channel, nearest "apns"/)
      expect(err.join('\n')).toMatch(/NOT_THERE/)
    } finally {
      await sandbox.close()
    }
  })
})

describe('rouse explain --set', () => {
  it('asks what if; values are JSON, else text; the result is checked like any other', async () => {
    const { message: m, recipient: r } = files({ message: message(), recipient: alice() })
    const ask = async (...set: string[]) => {
      const { io: it, out, err } = io()
      const code = await main(['explain', '--message', m ?? '', '--recipient', r ?? '', '--json', ...set.flatMap(each => ['--set', each])], it)
      return { code, err, decisions: code === 0 ? (JSON.parse(out.join('\n')) as Decision[]) : [] }
    }
    expect((await ask('device.session=logged-out')).decisions).toMatchObject([{ reason: 'logged-out' }])
    expect((await ask('message.push.enabled=false')).decisions).toMatchObject([{ reason: 'disabled-for-message' }])
    expect((await ask('recipient.settings.enabled=false')).decisions).toMatchObject([{ reason: 'disabled-globally' }])
    expect((await ask('recipient.settings.enabled=false', 'message.push.enabled=true')).decisions).toMatchObject([{ decision: 'push' }])
    expect((await ask('conversation.receive=none')).decisions).toMatchObject([{ reason: 'blocked' }])
    expect((await ask('message.elements.0.text=""')).decisions).toMatchObject([{ reason: 'no-text' }])
    expect(await ask('device.session=asleep')).toMatchObject({ code: 2, err: [expect.stringContaining('/devices/0/session')] })
    expect(await ask('weather.rain=true')).toMatchObject({ code: 2 })
    expect(await ask('device')).toMatchObject({ code: 2 })
  })
})

describe('rouse check', () => {
  const rule = (name: string, path: string, value: unknown, reason: string, priority = 1) => ({
    name,
    priority,
    conditions: { all: [{ fact: path.split('.')[0], path: `$.${path.split('.').slice(1).join('.')}`, operator: 'equal', value }] },
    event: { type: 'suppress', params: { reason } },
  })
  const policy = {
    name: 'two-rules',
    rules: [rule('logged-out', 'device.session', 'logged-out', 'logged-out', 2), rule('kicked', 'device.session', 'kicked', 'kicked')],
    tests: [
      {
        name: 'a user who logged out gets nothing',
        message: message(),
        recipient: alice({ devices: [iphone({ session: 'logged-out' })] }),
        expect: { decision: 'suppress', reason: 'logged-out' },
      },
    ],
  }

  it('runs the document’s own tests and names the rules that no test ever fired', async () => {
    const { good } = files({ good: policy })
    const { io: it, out } = io()
    expect(await main(['check', good ?? ''], it)).toBe(0)
    expect(out).toEqual(['ok   a user who logged out gets nothing', 'two-rules: 1 of 1 tests passed', 'no test ever fired: kicked'])
    const { bad } = files({ bad: { ...policy, tests: [{ ...policy.tests[0], expect: { decision: 'push' } }] } })
    expect(await main(['check', bad ?? ''], io().io)).toBe(1)
    const { wrong } = files({ wrong: { ...policy, rules: [{ ...policy.rules[0], event: { type: 'supress', params: {} } }] } })
    const refused = io()
    expect(await main(['check', wrong ?? ''], refused.io)).toBe(2)
    expect(refused.err.join('\n')).toContain('/rules/0/event')
  })

  it('--diff prints the smallest input that two documents decide differently, with both traces, or that all agreed', async () => {
    const { before, after } = files({ before: policy, after: { ...policy, rules: policy.rules.slice(0, 1) } })
    const found = io()
    expect(await main(['check', '--diff', before ?? '', after ?? ''], found.io)).toBe(1)
    expect(found.out.join('\n')).toMatch(/old: .* suppress kicked by "kicked"/)
    expect(found.out.join('\n')).toContain('new: ')
    const agreed = io()
    expect(await main(['check', '--diff', before ?? '', before ?? '', '--seconds', '1'], agreed.io)).toBe(0)
    expect(agreed.out[0]).toMatch(/^\d+ cases agreed \(seed 1\)$/)
  })
})
