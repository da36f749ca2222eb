import { utf8ToBytes } from '@noble/hashes/utils.js'

/** Bytes that leave room for the message in the smallest payload. */
const longest = 1000

const shapes = {
  intent: {
    field: 'android.clickIntent',
    is: (value: string) => /^intent:[ -~]*;end$/.test(value) && value.includes('#Intent;'),
    name: 'an intent URI like "intent:#Intent;…;end"',
  },
  url: { field: 'android.clickUrl', is: (value: string) => !/[\s\p{Cc}]/u.test(value) && value.isWellFormed() && URL.canParse(value), name: 'a URL' },
} as const

/** Why a stated click target cannot be opened by any vendor, or null. */
export function clickFault(kind: 'intent' | 'url', value: string): string | null {
  const { field, is, name } = shapes[kind]
  if (!is(value)) return `${field} is not ${name}`
  return utf8ToBytes(value).length > longest ? `${field} takes more than ${longest} bytes` : null
}
