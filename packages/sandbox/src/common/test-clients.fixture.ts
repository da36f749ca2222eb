import { readFileSync } from 'node:fs'
import { type ClientHttp2Session, connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { importPKCS8, SignJWT } from 'jose'

/** An answer as plain data. */
export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: Record<string, unknown>
}

const jsonOf = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** Opens an HTTP/2 session to a sandbox server. */
export async function openHttp2(url: string, ca: string, identity: { readonly cert?: string; readonly key?: string } = {}): Promise<ClientHttp2Session> {
  const session = connect(url, { ca: readFileSync(ca), ...identity })
  session.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    session.once('remoteSettings', () => resolve())
    session.once('error', reject)
    session.once('close', () => reject(new Error('the session was closed')))
  })
  return session
}

/** One HTTP/2 request. */
export function ask(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body: string | Buffer = ''): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ...headers }, { endStream: body.length === 0 })
    let answer: IncomingHttpHeaders = {}
    let text = ''
    stream.setEncoding('utf8')
    stream.on('response', got => {
      answer = got
    })
    stream.on('data', (chunk: string) => {
      text += chunk
    })
    stream.on('error', reject)
    stream.on('close', () => {
      const status = Number(answer[':status'] ?? 0)
      if (stream.rstCode !== 0 || status === 0) reject(new Error(`the stream was reset with ${stream.rstCode}`))
      else resolve({ status, headers: answer, text, json: jsonOf(text) })
    })
    if (body.length > 0) stream.end(body)
  })
}

/** One HTTPS request over HTTP/1.1. */
export function fetchPlain(url: string, ca: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, { method: options.method ?? 'POST', ca: readFileSync(ca), headers: options.headers ?? {}, agent: false }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: jsonOf(text) }))
      response.on('close', () => reject(new Error('the answer broke off')))
    })
    request.on('error', reject)
    request.end(options.body)
  })
}

/** A form over HTTP/1.1. */
export const postForm = (url: string, ca: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answered> =>
  fetchPlain(url, ca, {
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', ...headers },
    body: new URLSearchParams(fields).toString(),
  })

/** JSON over HTTP/1.1. */
export const postJson = (url: string, ca: string, body: unknown, headers: Record<string, string> = {}): Promise<Answered> =>
  fetchPlain(url, ca, { headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) })

/** A signed JWT. */
export async function jwt(algorithm: string, privateKey: string, header: Record<string, unknown>, claims: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm, ...header }).sign(await importPKCS8(privateKey, algorithm))
}
