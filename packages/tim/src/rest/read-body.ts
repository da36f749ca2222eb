/** A request's body as text, or why not: over `most` bytes, or no UTF-8. Reads no byte more than it must. */
export async function readBody(request: Request, most: number): Promise<{ readonly text: string } | { readonly fault: 'too-large' | 'not-utf8' }> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > most) return { fault: 'too-large' }
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > most) {
      await reader.cancel()
      return { fault: 'too-large' }
    }
    chunks.push(value)
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) }
  } catch {
    // The decoder throws for one reason only.
    return { fault: 'not-utf8' }
  }
}
