import { bytes, type Graphemes, type Note, type Notification, type Payload } from '@rouse/core/channel'
import { appData } from '../common/index.ts'
import type { MeizuApp, MeizuOptions } from './config.ts'
import { classOf } from './internals/class-of.ts'
import { originOf } from './internals/hosts.ts'
import { messageJson } from './internals/message-json.ts'

/** A rendered push: `messageJson` as the one text that is signed and sent. */
export interface MeizuPayload extends Payload {
  readonly origin: string
  readonly appId: string
  readonly messageJson: string
}

/** The request of one class of recipients. Source: docs/vendors/meizu.md, "Form fields". */
export function render(notification: Notification, app: MeizuApp, options: MeizuOptions, graphemes: Graphemes): MeizuPayload {
  const notes: Note[] = []
  const parameters = appData(notification, options.addIds === true, notes)
  const resolved = classOf(notification)
  const text = JSON.stringify(messageJson(notification, app, resolved, parameters, notes, graphemes))
  const origin = originOf(app)
  return {
    key: `${origin}\n${app.appId}\n${text}`,
    size: bytes(JSON.stringify(parameters)).length,
    quotaClass: resolved.quotaClass,
    notes,
    origin,
    appId: `${app.appId}`,
    messageJson: text,
  }
}
