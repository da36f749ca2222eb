import type { Call } from './call.ts'
import type { Emulator } from './emulator.ts'
import type { Reply } from './reply.ts'
import type { Script } from './scripts.ts'

/** A scripted answer as a reply: the vendor's own for its code, with what the script states over it. */
export function scriptedReply(emulator: Emulator, script: Script, call: Call): Reply {
  const base: Reply =
    script.code === undefined ? { status: 200, code: String(script.status ?? 200), kind: emulator.kindOf(call) } : emulator.answer(script.code, call)
  return {
    ...base,
    status: script.status ?? base.status,
    headers: { ...base.headers, ...script.headers },
    ...(script.body === undefined ? {} : { body: typeof script.body === 'string' ? script.body : (script.body as Reply['body']) }),
  }
}
