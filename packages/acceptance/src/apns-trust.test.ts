import { readFile } from 'node:fs/promises'
import { type ApnsApp, apns } from '@rouse/channel-apns'
import { createEngine, type Engine, type Outcome } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { h2 } from '@rouse/h2'
import { type Sandbox, startSandbox } from '@rouse/sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { alice, app, iphone, message } from './scene.fixture.ts'

let sandbox: Sandbox
let engine: Engine
let clock = Date.now()
let sent = 0

afterEach(async () => {
  await engine.close()
  await sandbox.close()
})

interface Made {
  readonly apps?: (entry: ApnsApp) => readonly ApnsApp[]
  readonly transport?: (options: { ca: string; identity: () => { cert: string; key: string } }) => ReturnType<typeof nodeTransport>
}

/** What the sandbox made for the app. */
function credentials(): { readonly key: string; readonly certificate: { cert: string; key: string } } {
  if (sandbox.info.apns === undefined) throw new Error('no apns')
  return sandbox.info.apns.credentials as never
}

/** An engine on the APNs emulator of one environment, with one clock for both. */
async function start({ apps = entry => [entry], transport = nodeTransport }: Made = {}): Promise<void> {
  clock = Date.now()
  sandbox = await startSandbox({ vendors: ['apns'], now: () => clock })
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: { apns: { apps: [ApnsApp] } } }
  const { certificate } = credentials()
  engine = createEngine({
    channels: [apns({ apps: apps(config.channels.apns.apps[0]) })],
    transport: transport({ ca: await readFile(config.ca, 'utf8'), identity: () => certificate }),
    clock: () => clock,
    retry: { attempts: 1 },
  })
}

/** A push to one device of an app. */
async function push(to = app): Promise<Outcome> {
  const device = iphone({ id: `d${++sent}`, registrations: [{ channel: 'apns', token: sent.toString(16).padStart(64, '0'), app: to }] })
  const [outcome] = await engine.push(message({ id: `m${sent}`, sentAt: undefined }), [alice({ devices: [device] })])
  return outcome as Outcome
}
const codes = () => sandbox.control.tally('apns').codes
const tokens = () => new Set(sandbox.control.received({ vendor: 'apns' }).map(({ headers }) => headers.authorization))

describe("APNs' trust", () => {
  it('of two apps of one team is one provider token over the one connection', async () => {
    await start({ apps: entry => [entry, { ...entry, app: 'com.example.lite', topic: app }] })
    for (const to of [app, 'com.example.lite', app, 'com.example.lite']) expect(await push(to)).toMatchObject({ status: 'accepted' })
    expect([codes(), tokens().size]).toEqual([{ '200': 4 }, 1])
  })

  it('is made anew when APNs calls the token expired, once, and then not for 20 minutes', async () => {
    await start()
    expect(await push()).toMatchObject({ status: 'accepted' })
    sandbox.control.expire({ vendor: 'apns' })
    expect(await push()).toMatchObject({ status: 'accepted', attempts: 2 })
    expect(tokens().size).toBe(2)

    clock += 61_000
    sandbox.control.expire({ vendor: 'apns' })
    expect(await push()).toMatchObject({ status: 'rejected', fault: 'config', detail: 'unauthorized', vendorCode: 'ExpiredProviderToken', attempts: 1 })
    expect(tokens().size).toBe(2)

    clock += 20 * 60_000
    expect(await push()).toMatchObject({ status: 'accepted', attempts: 2 })
    expect([codes().TooManyProviderTokenUpdates, tokens().size]).toEqual([undefined, 3])
  })

  it('ends the credential that APNs does not know: after five in a row nothing is sent', async () => {
    await start({ apps: entry => [{ ...entry, keyId: 'WRONGKEY00' }] })
    for (let n = 0; n < 5; n++) expect(await push()).toMatchObject({ status: 'rejected', fault: 'config', vendorCode: 'InvalidProviderToken' })
    for (let n = 0; n < 5; n++) expect(await push()).toMatchObject({ status: 'rejected', fault: 'config', detail: 'credential-refused', attempts: 0 })
    expect(codes()).toEqual({ InvalidProviderToken: 5 })
  })

  it.each([
    ['nodeTransport()', nodeTransport],
    ['h2()', h2],
  ] as const)('may be a client certificate in the place of a token, through %s', async (_, transport) => {
    await start({ apps: ({ host, port, environment }) => [{ app, certificate: 'chat', host, port, environment } as ApnsApp], transport })
    expect(await push()).toMatchObject({ status: 'accepted' })
    expect([...tokens()]).toEqual([undefined])
  })

  it('is not there for an engine whose transport has no such certificate', async () => {
    await start({
      apps: ({ host, port, environment }) => [{ app, certificate: 'chat', host, port, environment } as ApnsApp],
      transport: ({ ca }) => nodeTransport({ ca }),
    })
    expect(await push()).toMatchObject({ status: 'failed', detail: expect.stringMatching(/^network: .*client certificate/) })
    expect(codes()).toEqual({})
  })

  it('of an entry for both environments is replaced in both', async () => {
    let made: ApnsApp | undefined
    await start({
      apps: ({ environment: _, ...entry }) => {
        made = entry
        return [entry]
      },
    })
    const replacement: ApnsApp = { ...(made as ApnsApp), teamId: 'TEAM123456', keyId: 'KEY1234567' }
    await engine.replaceCredential('apns', replacement)
    for (const environment of ['production', 'development'] as const) {
      const token = (++sent).toString(16).padStart(64, '0')
      const device = iphone({ id: `d${sent}`, registrations: [{ channel: 'apns', token, app, environment }] })
      await engine.push(message({ id: `m${sent}`, sentAt: undefined }), [alice({ devices: [device] })])
    }
    const teams = sandbox.control.received({ vendor: 'apns' }).map(({ headers }) => {
      const claims = Buffer.from(headers.authorization?.split('.')[1] ?? '', 'base64url').toString()
      return (JSON.parse(claims) as { iss: string }).iss
    })
    expect(teams).toEqual(['TEAM123456', 'TEAM123456'])
  })

  it('keeps a token that was registered again after APNs saw it die, and drops one that was not', async () => {
    await start()
    const dead = 'ab'.repeat(32)
    const died = Date.parse('2026-11-10T00:00:00Z')
    sandbox.control.tokens({ vendor: 'apns', token: dead, state: 'dead', timestamp: died })
    const gone: string[] = []
    engine.tokens$.subscribe(({ kind, token }) => gone.push(`${kind} ${token}`))
    const at = async (registeredAt: string | undefined) => {
      const registration = { channel: 'apns', token: dead, app, ...(registeredAt === undefined ? {} : { registeredAt }) }
      const [outcome] = await engine.push(message({ id: `m${++sent}`, sentAt: undefined }), [
        alice({ devices: [iphone({ id: `d${sent}`, registrations: [registration] })] }),
      ])
      return outcome
    }
    expect(await at('2026-11-10T00:00:00.001Z')).toMatchObject({ status: 'rejected', fault: 'token', vendorCode: 'Unregistered' })
    expect(gone).toEqual([])
    expect(await at('2026-11-10T00:00:00Z')).toMatchObject({ status: 'gone' })
    expect(await at(undefined)).toMatchObject({ status: 'gone' })
    expect(gone).toEqual([`gone ${dead}`, `gone ${dead}`])
  })
})
