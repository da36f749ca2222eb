/**
 * Whether a factory made an app entry of another one that serves every environment or region (APNs, Xiaomi): it states one where the
 * other is silent, and is equal in all else.
 */
export function isExpandedFrom(entry: unknown, open: unknown): boolean {
  if (typeof entry !== 'object' || entry === null || typeof open !== 'object' || open === null) return false
  const [made, source] = [Object.entries(entry), open as Readonly<Record<string, unknown>>]
  const added = made.filter(([name, value]) => (name === 'environment' || name === 'region') && value !== undefined && source[name] === undefined)
  return (
    added.length > 0 &&
    made.every(([name, value]) => source[name] === value || added.some(([own]) => own === name)) &&
    Object.entries(source).every(([name, value]) => value === undefined || made.some(([own]) => own === name))
  )
}
