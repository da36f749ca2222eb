// Run by no-code-generation.test.ts in a process that may not make code from text.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Io, main } from '@rouse/cli'
import { type AnyChannel, createEngine, defaultPolicy, type Outcome, RouseError, type Transport } from '@rouse/core'
import { defineChannel, type Payload, type Validator } from '@rouse/core/channel'
import { startSandbox } from '@rouse/sandbox'
import { samples } from '@rouse/testkit'

const forbidden = (() => {
  try {
    return typeof new Function('return 1') !== 'function'
  } catch {
    return true
  }
})()

/** Every vendor's channel over the emulators, through the command. */
async function pushToAll(): Promise<readonly (readonly [string | null, string])[]> {
  const sandbox = await startSandbox()
  const folder = mkdtempSync(join(tmpdir(), 'rouse-nocode-'))
  const file = (name: string, value: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(value))
    return join(folder, name)
  }
  const lines: string[] = []
  const io: Io = { env: {}, out: line => void lines.push(line), err: line => void lines.push(line), stdin: async () => '', stopped: async () => undefined }
  const message = file('message.json', samples.guideMessage)
  const recipients = file('recipients.json', Object.values(samples.sampleRecipients))
  const policy = file('policy.json', defaultPolicy)
  await main(['push', '--message', message, '--recipient', recipients, '--policy', policy, '--config', sandbox.info.config, '--json'], io)
  await sandbox.close()
  return lines.map(line => JSON.parse(line) as Outcome).map(({ channel, status }) => [channel, status] as const)
}

const validator: Validator = Object.assign(() => true, { errors: null })

/** A host's own channel: it brings a schema, and a validator only if told to. */
const pigeon = (validators: AnyChannel['validators']): AnyChannel =>
  defineChannel<Payload, { readonly app: string }, null>({
    name: 'pigeon',
    capabilities: { sound: 'default-only', silent: false, badge: 'none', image: false, ext: false, replace: false, recall: false, click: [] },
    limits: { tokens: 1, token: /^.+$/ },
    apps: [{ app: samples.sampleApp }],
    appSchema: { $id: 'urn:pigeon:app', type: 'object' },
    ...(validators === undefined ? {} : { validators }),
    misfit: () => null,
    render: ({ body }) => ({ key: body, size: body.length, quotaClass: '', notes: [] }),
    *send() {
      yield { method: 'POST', url: 'https://pigeon.test/', headers: {}, body: { empty: true } }
      return [{ kind: 'accepted', code: '200' }]
    },
    authorize: async () => ({ value: null, refreshAt: Number.MAX_SAFE_INTEGER, expiresAt: Number.MAX_SAFE_INTEGER }),
    sign: ({ method, url, headers }) => ({ method, url, headers, body: new Uint8Array() }),
  })
const transport: Transport = { request: async () => ({ status: 200, headers: {}, body: new Uint8Array() }), close: async () => undefined }

function refusal(options: Parameters<typeof createEngine>[0]): unknown {
  try {
    createEngine(options)
    return null
  } catch (error) {
    if (error instanceof RouseError) return { code: error.code, message: error.message }
    throw error
  }
}

/** An engine with that channel: decides, pushes, explains, takes another policy. */
async function own(): Promise<unknown> {
  const engine = createEngine({ channels: [pigeon({ app: validator })], transport, batchWaitMs: 0 })
  const recipient = {
    id: 'alice',
    devices: [{ id: 'd1', platform: 'android', registrations: [{ channel: 'pigeon', token: 'coo', app: samples.sampleApp }] }],
  } as const
  const first = await engine.push(samples.guideMessage, [recipient])
  const noon = {
    name: 'noon',
    rules: [{ ...defaultPolicy.rules[0], conditions: { all: [{ fact: 'message', path: '$.kind', operator: 'equal', value: 'chat' }] } }],
  }
  engine.policy.replace(noon)
  const second = await engine.push({ ...samples.guideMessage, id: 'other' }, [recipient])
  const explained = await engine.explain({ ...samples.guideMessage, id: 'third' }, recipient)
  await engine.close()
  return [...first, ...second].map(({ status, reason }) => [status, reason]).concat(explained.map(({ decision, reason }) => [decision, reason]))
}

console.log(
  JSON.stringify({
    forbidden,
    vendors: await pushToAll(),
    withoutValidator: refusal({ channels: [pigeon(undefined)], transport }),
    compiledByName: refusal({ channels: [pigeon({ app: validator })], transport, evaluator: 'compiled' }),
    own: await own(),
  }),
)
