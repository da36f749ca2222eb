import type { Level } from './policy.ts'

/** How many rules from the top read the message alone, and how many read no device and no merged settings. */
export function prefixes(levels: readonly Level[]): { readonly messageRules: number; readonly recipientRules: number } {
  const until = (stop: (level: Level) => boolean): number => {
    const at = levels.findIndex(stop)
    return at === -1 ? levels.length : at
  }
  return { messageRules: until(level => level !== 'message'), recipientRules: until(level => level === 'device') }
}
