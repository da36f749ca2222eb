/** A body's text, or why there is none. */
type BodyText = { readonly text: string } | { readonly fault: 'too-large' | 'broken' | 'not-utf8' }

/** A request's body as text, or why not: over `most` bytes, cut off by its sender, or no UTF-8. Reads no byte more than it must. */
export async function readBody(request: Request, most: number): Promise<BodyText> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > most) return { fault: 'too-large' }
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  try {
    while (reader !== undefined) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.byteLength
      if (size > most) {
        // Nobody waits for what the sender's side makes of it.
        reader.cancel().catch(() => undefined)
        return { fault: 'too-large' }
      }
      chunks.push(value)
    }
  } catch {
    // A body fails for one reason only: whoever sent it went away.
    return { fault: 'broken' }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) }
  } catch {
    // The decoder throws for one reason only.
    return { fault: 'not-utf8' }
  }
}
