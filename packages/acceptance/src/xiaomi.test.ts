import { afterEach, describe, expect, it } from 'vitest'
import { deliveryScene, ends, type VendorScene, vendorScene } from './delivery-scene.fixture.ts'
import { app, message } from './scene.fixture.ts'

let running: { close(): Promise<void> } | null = null
const start = async (setup: VendorScene = {}) => {
  const scene = await vendorScene('xiaomi', setup)
  running = scene
  return scene
}
afterEach(() => running?.close())

const token = 'bKJ0+9/aGVsbG8='
const alice = { id: 'alice', devices: [{ id: 'd', platform: 'android', registrations: [{ channel: 'xiaomi', token, app }] }] } as const

describe('pushing to Xiaomi', () => {
  it('recalls a withdrawn message by the v3 call', async () => {
    const { engine, sandbox, calls } = await start()
    await engine.push(message(), [alice])
    expect(await engine.revoke(message(), [alice])).toMatchObject([{ status: 'accepted', vendorCode: '0' }])
    expect(calls()).toEqual(['regid', 'revoke'])
    expect(sandbox.control.received({ vendor: 'xiaomi' }).at(-1)?.path).toBe('/v3/message/regid/revoke')
  })

  it.each([
    // The emulator forgets what it accepted.
    ['names a message that is not known there any more', {}],
    ['goes to a call that is switched off', { recallPath: '/v1/message/regid/revoke' }],
  ])('replaces a withdrawn message by its notify id where the recall %s', async (_, options) => {
    const { engine, control, bodies, calls } = await start({ options })
    await engine.push(message(), [alice])
    const [first] = bodies()
    control.reset()
    expect(await engine.revoke(message(), [alice])).toMatchObject([{ status: 'accepted', vendorCode: '0' }])
    expect(calls()).toEqual(['revoke', 'regid'])
    expect(control.received({ vendor: 'xiaomi' }).at(-1)?.tokens).toMatchObject([{ accepted: true, shown: true }])
    const [second] = bodies()
    expect(second).toMatchObject({ notify_id: first?.notify_id, notify_type: '0', description: 'Message withdrawn' })
    expect(second?.['extra.jobkey']).not.toBe(first?.['extra.jobkey'])
  })

  it.each([10002, 10009, 10010, 10011, 10022, 10023, 10024, 10028, 22101])('tries again after %i', async code => {
    const { push, control, calls } = await start()
    control.answers({ vendor: 'xiaomi', next: 1, code })
    expect(ends(await push([token]))).toEqual(['accepted 0'])
    expect(calls()).toEqual(['regid', 'regid'])
  })

  it.each([10004, 10014, 10026, 22008, 22020, 22021])('is a fault of the config after %i', async code => {
    const { push, control } = await start()
    control.answers({ vendor: 'xiaomi', next: 1, code })
    expect(ends(await push([token]))).toEqual([`rejected config ${code}`])
  })

  it('tries again under the same jobkey after a page that is no answer of Xiaomi', async () => {
    const { push, control, bodies } = await start()
    control.answers({ vendor: 'xiaomi', next: 1, status: 200, body: '<html>Sign in to the network</html>' })
    expect(ends(await push([token]))).toEqual(['accepted 0'])
    expect(new Set(bodies().map(body => body['extra.jobkey'])).size).toBe(1)
  })

  it('believes a dead id only with the configured parameter', async () => {
    const dead = (param?: string) =>
      new URLSearchParams({ data: JSON.stringify({ slm1: { type: 16, targets: token, ...(param === undefined ? {} : { param }) } }) }).toString()
    const { hear } = await start({ entry: { callback: { url: 'https://example.com/r', param: 'S3CRET' } } })
    expect(hear(dead('S3CRET'))).toEqual([200, `gone ${token} 16`])
    expect(hear(dead())).toEqual([null])
    expect(hear(dead('guess'))).toEqual([null])
  })

  it('believes no dead id without a configured callback', async () => {
    const { hear } = await start()
    const data = JSON.stringify({ slm1: { type: 16, targets: token } })
    expect(hear(new URLSearchParams({ data }).toString())).toEqual([200, `unreachable ${token} 16`])
  })

  it('stops on a wrong secret', async () => {
    const scene = await deliveryScene(['xiaomi'], {
      configure: config => ({ xiaomi: { ...config.xiaomi, apps: (config.xiaomi?.apps ?? []).map(entry => ({ ...entry, appSecret: 'wrong' })) } }),
    })
    running = scene
    expect(ends(await scene.engine.push(message(), [alice]))).toEqual(['rejected config 21301'])
  })
})
