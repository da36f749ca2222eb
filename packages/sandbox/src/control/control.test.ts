import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postForm } from '../common/test-clients.fixture.ts'
import { type Sandbox, startSandbox } from '../start.ts'

let sandbox: Sandbox
const call = async (method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> => {
  const response = await fetch(`${sandbox.info.control.url}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: response.status, json: await response.json() }
}
const send = () => {
  const { url, ca, credentials } = sandbox.info.xiaomi as { url: string; ca: string; credentials: { appSecret: string } }
  return postForm(
    `${url}/v3/message/regid`,
    ca,
    { registration_id: 'a', title: 't', description: 'd', 'extra.channel_id': 'chat' },
    { authorization: `key=${credentials.appSecret}` },
  )
}

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['xiaomi', 'apns', 'fcm'] })
})
afterAll(() => sandbox.close())

describe('the control port', () => {
  it('shows and forgets what was received', async () => {
    await send()
    expect((await call('GET', '/received?vendor=xiaomi')).json).toMatchObject([{ vendor: 'xiaomi', code: '0', tokens: [{ token: 'a', accepted: true }] }])
    expect((await call('GET', '/received?vendor=apns')).json).toEqual([])
    await call('DELETE', '/received')
    expect((await call('GET', '/received')).json).toEqual([])
  })

  it('sets token states and scripted answers, one order or several', async () => {
    await call('POST', '/tokens', [{ vendor: 'xiaomi', token: 'a', state: 'dead' }])
    expect((await send()).json.code).toBe(20301)
    await call('POST', '/tokens', { vendor: 'xiaomi', token: 'a', state: 'live' })
    await call('POST', '/answers', { vendor: 'xiaomi', next: 2, code: 10002 })
    expect([(await send()).json.code, (await send()).json.code, (await send()).json.code]).toEqual([10002, 10002, 0])
    await call('POST', '/answers', { vendor: 'xiaomi', next: 1, status: 502, body: 'bad gateway', headers: { 'Retry-After': '3' } })
    expect(await send()).toMatchObject({ status: 502, text: 'bad gateway', headers: { 'retry-after': '3' } })
  })

  it.each([
    ['/tokens', { vendor: 'nokia', token: 'a' }, 'vendor must be one of'],
    ['/tokens', { vendor: 'apns', token: 'a', state: 'tired' }, 'state must be one of live, dead'],
    ['/tokens', { vendor: 'apns' }, 'token or tokens is required'],
    ['/answers', { vendor: 'apns', nxt: 1 }, 'unknown field "nxt"'],
    ['/answers', { vendor: 'apns', next: 1, status: 99 }, 'status must be 200 to 599'],
    ['/quota', { vendor: 'fcm', perFortnight: 1 }, 'unknown setting "perFortnight"'],
    ['/quota', { vendor: 'fcm', perMinute: 'many' }, 'perMinute must be a number'],
    ['/tokens', 'x', 'the body must be a JSON object'],
  ])('says what is wrong with an order to %s', async (path, body, words) => {
    const { status, json } = await call('POST', path, body)
    expect(status).toBe(400)
    expect(json).toMatchObject({ error: expect.stringContaining(words) })
  })

  it('says which paths there are', async () => {
    expect(await call('GET', '/nothing')).toMatchObject({ status: 404, json: { error: expect.stringContaining('POST /tokens') } })
  })
})

describe('the files of a sandbox', () => {
  it('are a CA certificate and a configuration for the engine, gone when it closes', async () => {
    const other = await startSandbox({ vendors: ['apns', 'fcm', 'xiaomi'] })
    const config = JSON.parse(readFileSync(other.info.config, 'utf8')) as { ca: string; channels: Record<string, { apps: Record<string, unknown>[] }> }
    expect(Object.keys(config.channels)).toEqual(['apns', 'fcm', 'xiaomi'])
    expect(config.channels.apns?.apps.map(entry => entry.environment)).toEqual(['production', 'development'])
    expect(readFileSync(config.ca, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/)
    await other.close()
    expect(existsSync(other.info.config)).toBe(false)
    expect(existsSync(config.ca)).toBe(false)
  })
})
