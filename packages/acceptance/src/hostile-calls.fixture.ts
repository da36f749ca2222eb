import { readFile } from 'node:fs/promises'
import { createEngine, type Device, type Engine, type Message, type Outcome, type Recipient, type Transport } from '@rouse/core'
import { startSandbox, type Vendor, vendors } from '@rouse/sandbox'
import { samples } from '@rouse/testkit'
import { tokens } from './tokens.ts'
import { vendorSetups } from './vendor-setups.fixture.ts'

/** A transport in memory that takes everything and says nothing. */
export const silentTransport: Transport = {
  request: () => Promise.resolve({ status: 200, headers: {}, body: new TextEncoder().encode('{}') }),
  close: () => Promise.resolve(),
}

/** An engine with every channel and all of its options switched on, that sends nothing to anyone. */
export async function hostileEngine(): Promise<Engine> {
  const sandbox = await startSandbox()
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { channels: Record<Vendor, { apps: readonly object[] }> }
  await sandbox.close()
  const channels = vendors.map(vendor => {
    const { make, full } = vendorSetups[vendor]
    const own = config.channels[vendor]
    return make({ ...own, ...full.options, apps: own.apps.map(entry => ({ ...entry, ...full.entry })) } as never)
  })
  const rates = Object.fromEntries(vendors.map(vendor => [vendor, { perSecond: 1e9 }]))
  return createEngine({ channels, transport: silentTransport, rates, batchWaitMs: 0, retry: { attempts: 1, budgetMs: 1 } })
}

/** All that a stream of Outcomes gives. */
export const ended = (outcomes: ReturnType<Engine['run']>): Promise<readonly Outcome[]> =>
  new Promise((resolve, reject) => {
    const all: Outcome[] = []
    outcomes.subscribe({ next: one => all.push(one), error: reject, complete: () => resolve(all) })
  })

/** One phone of every vendor. */
export function everyPhone(n: number): readonly Device[] {
  return Object.entries<Device>(samples.sampleDevices).map(([channel, device]) => ({
    ...device,
    registrations: [{ channel, token: tokens[channel as Vendor](n), app: samples.sampleApp }],
  }))
}

let next = 0

/** A well-formed message, another one each time. */
export const plainMessage = (change: object = {}): Message => ({
  id: `m-${next++}`,
  kind: 'chat',
  conversation: { type: 'group', id: 'g', name: 'Team' },
  sender: { id: 'bob', name: 'Bob' },
  elements: [{ type: 'text', text: 'hello' }],
  ...change,
})

/** A well-formed recipient with a phone of every vendor, another one each time. */
export const plainRecipient = (change: object = {}): Recipient => {
  const n = next++
  return { id: `user-${n}`, unread: 1, devices: everyPhone(n), ...change }
}
