/** Lines of a key's PEM text are told by themselves; shorter ones ("-----END…") say nothing. */
const tellingLine = 24

/** What of a secret may show: the whole, as it is, in JSON and in a form or a URL; and any long line of a key. */
function shapes(secret: string): readonly string[] {
  const lines = secret.split('\n').filter(line => line.length >= tellingLine && !line.startsWith('-----'))
  return [secret, ...lines].flatMap(text => [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)])
}

/** Whether a text quotes one of these secrets, in whatever form. */
export const quotes = (text: string, secrets: readonly string[] = []): boolean => secrets.some(secret => shapes(secret).some(shape => text.includes(shape)))
