import { readFileSync } from 'node:fs'
import { connect, type TLSSocket } from 'node:tls'

/** A frame as it came. */
interface RawFrame {
  readonly type: number
  readonly flags: number
  readonly stream: number
  readonly payload: Buffer
}

/** HTTP/2 by hand, without any of a client's good manners. */
export interface RawHttp2 {
  readonly frames: readonly RawFrame[]
  readonly socket: TLSSocket
  send(type: number, flags: number, stream: number, payload?: Buffer): void
  /** A POST without a body on this stream. */
  post(stream: number, path: string): void
  until(wanted: (frame: RawFrame) => boolean): Promise<RawFrame | null>
}

const literal = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.from([0, name.length]), Buffer.from(name), Buffer.from([value.length]), Buffer.from(value)])

/** Connects, sends the preface, acknowledges SETTINGS. */
export function rawHttp2(url: string, ca: string): Promise<RawHttp2> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), ca: readFileSync(ca), ALPNProtocols: ['h2'] })
  const frames: RawFrame[] = []
  const waiting = new Set<{ wanted: (frame: RawFrame) => boolean; done: (frame: RawFrame | null) => void }>()
  let rest = Buffer.alloc(0)
  const send = (type: number, flags: number, stream: number, payload = Buffer.alloc(0)): void => {
    const head = Buffer.alloc(9)
    head.writeUIntBE(payload.length, 0, 3)
    head.writeUInt8(type, 3)
    head.writeUInt8(flags, 4)
    head.writeUInt32BE(stream, 5)
    socket.write(Buffer.concat([head, payload]))
  }
  const take = (frame: RawFrame): void => {
    frames.push(frame)
    if (frame.type === 4 && frame.flags === 0) send(4, 1, 0)
    for (const each of waiting) if (each.wanted(frame) && waiting.delete(each)) each.done(frame)
  }
  socket.on('data', chunk => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 9 && rest.length >= 9 + rest.readUIntBE(0, 3)) {
      const end = 9 + rest.readUIntBE(0, 3)
      take({ type: rest.readUInt8(3), flags: rest.readUInt8(4), stream: rest.readUInt32BE(5) & 0x7fffffff, payload: rest.subarray(9, end) })
      rest = rest.subarray(end)
    }
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    for (const each of waiting) each.done(null)
    waiting.clear()
  })
  const client: RawHttp2 = {
    frames,
    socket,
    send,
    post: (stream, path) =>
      send(1, 5, stream, Buffer.concat([literal(':method', 'POST'), literal(':scheme', 'https'), literal(':path', path), literal(':authority', 'localhost')])),
    until: wanted => {
      const found = frames.find(wanted)
      if (found || socket.destroyed) return Promise.resolve(found ?? null)
      return new Promise(done => waiting.add({ wanted, done }))
    },
  }
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
      send(4, 0, 0)
      resolve(client)
    })
  })
}
