import { readFileSync } from 'node:fs'
import { meizu, oppo, vivo } from '@rouse/channel-cn-vendors'
import { createEngine } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { startSandbox } from '@rouse/sandbox'

const sandbox = await startSandbox({ vendors: ['oppo', 'vivo', 'meizu'] })
const config = JSON.parse(readFileSync(sandbox.info.config, 'utf8'))
console.log(
  JSON.stringify(config),
  JSON.stringify(sandbox.info.oppo.credentials),
  JSON.stringify(sandbox.info.vivo.credentials),
  JSON.stringify(sandbox.info.meizu.credentials),
)
const listen = v => {
  const u = new URL(sandbox.info[v].url)
  return { host: u.hostname, port: Number(u.port) }
}
const app = 'com.example.chat'
const channels = [
  oppo({ storeGrade: 'A', apps: [{ app, ...sandbox.info.oppo.credentials, ...listen('oppo') }] }),
  vivo({ apps: [{ app, ...sandbox.info.vivo.credentials, ...listen('vivo') }] }),
  meizu({ apps: [{ app, ...sandbox.info.meizu.credentials, ...listen('meizu') }] }),
]
const engine = createEngine({ channels, transport: nodeTransport({ ca: readFileSync(sandbox.info.oppo.ca, 'utf8') }) })
const tok = { oppo: n => `OPPO_CN_abc${n}`, vivo: n => `155134107841811${1000 + n}`, meizu: n => `RA50abc${n}` }
const message = (id, extra = {}) => ({
  id,
  kind: 'chat',
  conversation: { type: 'group', id: 'g', name: 'Team' },
  sender: { id: 'bob', name: 'Bob' },
  elements: [{ type: 'text', text: 'hello 你好 👋' }],
  push: { ext: '{"a":1}' },
  ...extra,
})
const people = (v, n) =>
  Array.from({ length: n }, (_, i) => ({
    id: `${v}${i}`,
    devices: [{ id: 'd', platform: 'android', maker: v, registrations: [{ channel: v, token: tok[v](i), app }] }],
  }))
for (const v of ['oppo', 'vivo', 'meizu']) {
  sandbox.control.tokens({ vendor: v, token: tok[v](1), state: 'dead' })
  sandbox.control.tokens({ vendor: v, token: tok[v](2), state: 'off' })
  for (const n of [1, 3, 450]) {
    const out = await engine.push(message(`m-${v}-${n}`), people(v, n))
    const count = {}
    for (const o of out) {
      const k = `${o.status}/${o.fault}/${o.vendorCode}/${o.detail}`
      count[k] = (count[k] ?? 0) + 1
    }
    console.log(v, n, JSON.stringify(count), out[0].vendorId)
  }
  console.log(
    await sandbox.control
      .received?.({ vendor: v })
      .slice?.(-3)
      .map(r => [r.path ?? r.url, JSON.stringify(r).slice(0, 1000)]),
  )
}
await engine.close?.()
await sandbox.close()
