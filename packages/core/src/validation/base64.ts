/** Whether a text is base64 in the standard alphabet, padded. Empty is. Source: RFC 4648, 4. Linear: texts may be long. */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false
  let end = text.length
  if (end > 0 && text.charCodeAt(end - 1) === 0x3d) end -= text.charCodeAt(end - 2) === 0x3d ? 2 : 1
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i)
    const known = (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x2b || unit === 0x2f
    if (!known) return false
  }
  return true
}
