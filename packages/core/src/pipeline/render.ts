import type { AnyChannel, Notification } from '../channel/contract.ts'
import type { Route } from '../channel/registry.ts'
import type { Note } from '../model/decision.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Counting } from '../text/count.ts'
import { fit } from '../text/fit.ts'
import type { Graphemes } from '../text/graphemes.ts'
import { type TextField, textTruncated } from '../text/notes.ts'
import { Attempt } from './batch.ts'
import { fitPayload } from './fit-payload.ts'
import { notificationFor } from './notification.ts'
import { outcome } from './outcomes.ts'
import type { Admitted, Candidate, Rendered, Selected, SettingsClass, TextClass } from './types.ts'

/** What render needs beside the page. */
export interface RenderContext {
  readonly graphemes: Graphemes
}

/** A page rendered for the channel now tried; what could not be rendered has its Outcome. */
export interface RenderedPage {
  readonly attempts: readonly Attempt[]
  readonly refused: readonly { readonly selected: Selected; readonly outcome: Outcome }[]
}

/** Step 6: the payload of each selected case for its channel at `place`, rendered once a class. */
export function renderPage(selected: readonly Selected[], place: number, admitted: Admitted, context: RenderContext): RenderedPage {
  const attempts: Attempt[] = []
  const refused: { selected: Selected; outcome: Outcome }[] = []
  for (const one of selected) {
    const candidate = one.candidates[place] as Candidate
    let rendered: Rendered
    try {
      rendered = renderOne(one, candidate, admitted, context)
    } catch (error) {
      refused.push({ selected: one, outcome: threw(one, candidate, error, admitted) })
      continue
    }
    if (rendered.fits) attempts.push(new Attempt(one, candidate, rendered))
    else refused.push({ selected: one, outcome: tooLarge(one, candidate, rendered, admitted) })
  }
  return { attempts, refused }
}

const kinds = ['alert', 'voip', 'fid'] as const

/** The payload of one case and candidate: rendered once for its text, route and kind of registration. */
export function renderOne({ text, settings }: Selected, { route, registration }: Candidate, admitted: Admitted, context: RenderContext): Rendered {
  const kind = registration.kind ?? 'alert'
  const place = 3 * route.place + kinds.indexOf(kind)
  const known = text.payloads[place]
  if (known !== undefined) return known
  const made = rendered(text, settings, route, kind, admitted, context)
  text.payloads[place] = made
  return made
}

function rendered(
  text: TextClass,
  settings: SettingsClass,
  { channel, app }: Route,
  kind: Notification['kind'],
  admitted: Admitted,
  context: RenderContext,
): Rendered {
  const { notification, notes, ttlZero } = notificationFor(channel, kind, settings.effective, text, admitted)
  const fitted = fitTexts(notification, channel, context.graphemes)
  const first = channel.render(fitted.notification, app)
  const render = (each: Notification) => (each === fitted.notification ? first : channel.render(each, app))
  const whole = fitPayload(fitted.notification, first.limit ?? channel.limits.payload, render, context.graphemes)
  const { sound, badge, title, body } = whole.notification
  return {
    index: admitted.cache.rendered++,
    channel,
    app,
    payload: whole.payload,
    notes: [...notes, ...fitted.notes, ...whole.notes, ...whole.payload.notes],
    fits: whole.fits,
    expiresAt: notification.expiresAt * 1000,
    ttlZero,
    replaces: admitted.replaces,
    replaceId: notification.replaceId,
    acceptedPush: { message: admitted.fact.id, revision: admitted.fact.revision, sentAt: admitted.sentAt, channel: channel.name, certain: true },
    shown: { title, body, sound: sound.kind === 'file' ? sound.name : sound.kind, badge },
  }
}

/** Title, subtitle and body within the channel's limits. */
function fitTexts(
  notification: Notification,
  channel: AnyChannel,
  graphemes: Graphemes,
): { readonly notification: Notification; readonly notes: readonly Note[] } {
  const notes: Note[] = []
  const limits = channel.textLimits?.(notification.vendor) ?? channel.limits
  const fitted = (field: TextField, value: string, counting: Counting | undefined): string => {
    if (counting === undefined) return value
    const { text, from, to, truncated } = fit(value, counting, graphemes)
    if (truncated) notes.push(textTruncated(field, from, to, counting.unit))
    return text
  }
  return {
    notification: {
      ...notification,
      title: fitted('title', notification.title, limits.title),
      body: fitted('body', notification.body, limits.body),
      subtitle: notification.subtitle === undefined ? undefined : fitted('subtitle', notification.subtitle, limits.subtitle),
    },
    notes,
  }
}

function rejected(one: Selected, { channel, registration }: Candidate, admitted: Admitted, fault: 'payload' | 'config', detail: string): Outcome {
  return outcome({
    message: admitted.fact.id,
    recipient: one.case.subject.recipient.id,
    device: one.case.device?.id ?? null,
    channel: channel.name,
    app: registration.app,
    status: 'rejected',
    fault,
    detail,
  })
}

function tooLarge(one: Selected, candidate: Candidate, { payload }: Rendered, admitted: Admitted): Outcome {
  const { channel } = candidate
  const limit = payload.limit ?? channel.limits.payload
  const detail = `payload-too-large: ${payload.size} of ${limit}, whatever is left out; state less in push.vendors.${channel.name}`
  return rejected(one, candidate, admitted, 'payload', detail)
}

/** A plugin's mistake ends its own pushes, and nothing else. Its words may hold a token, its name may not. */
function threw(one: Selected, candidate: Candidate, error: unknown, admitted: Admitted): Outcome {
  return rejected(one, candidate, admitted, 'config', `channel-threw: ${error instanceof Error ? error.name : typeof error}`)
}
