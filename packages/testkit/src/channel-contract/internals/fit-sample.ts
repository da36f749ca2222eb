import type { AnyChannel, App, Counting, Notification, Payload } from '@rouse/core/channel'

const han = /\p{Script=Han}/u

/** One code point's weight in a unit. */
export function weight(point: string, unit: Counting['unit']): number {
  if (unit === 'utf16') return point.length
  if (unit === 'utf8-byte') return new TextEncoder().encode(point).length
  return unit === 'han-double' && han.test(point) ? 2 : 1
}

/** The longest start of a text, in whole code points, that a limit allows. */
function cut(text: string, limit: Counting | undefined): string {
  if (limit === undefined) return text
  let total = 0
  let end = 0
  for (const point of text) {
    total += weight(point, limit.unit)
    if (total > limit.max) break
    end += point.length
  }
  return text.slice(0, end)
}

const half = (text: string): string => {
  const points = [...text]
  return points.slice(0, Math.max(1, Math.floor(points.length / 2))).join('')
}

/**
 * A notification fitted to a channel the crude way: texts cut, then ext, body, image, subtitle and title given up until the
 * payload's own size is within its limit. Throws when nothing is left to give up: then the channel adds too much of its own.
 */
export function fitSample(channel: AnyChannel, app: App, notification: Notification): { readonly notification: Notification; readonly payload: Payload } {
  const { limits } = channel
  const { title, subtitle, body } = channel.textLimits?.(notification.vendor) ?? limits
  let fitted: Notification = { ...notification, title: cut(notification.title, title), body: cut(notification.body, body) }
  if (notification.subtitle !== undefined) fitted = { ...fitted, subtitle: cut(notification.subtitle, subtitle) }
  for (;;) {
    const payload = channel.render(fitted, app)
    const limit = payload.limit ?? limits.payload
    if (limit === undefined || payload.size <= limit) return { notification: fitted, payload }
    fitted = smaller(fitted)
  }
}

function smaller(notification: Notification): Notification {
  const { ext, image, subtitle, ...rest } = notification
  const withImage = image === undefined ? {} : { image }
  const withSubtitle = subtitle === undefined ? {} : { subtitle }
  if (ext !== undefined) return { ...rest, ...withImage, ...withSubtitle }
  const body = half(notification.body)
  if (body !== notification.body) return { ...notification, body }
  if (image !== undefined) return { ...rest, ...withSubtitle }
  if (subtitle !== undefined) return rest
  const title = half(notification.title)
  if (title !== notification.title) return { ...notification, title }
  throw new Error(`with one character of text the payload is still too large (message id of ${notification.messageId.length} characters)`)
}
