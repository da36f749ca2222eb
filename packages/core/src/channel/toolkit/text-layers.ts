/** One reading of a text: its units in lower case, and where each comes from. */
export interface Layer {
  readonly codes: Uint16Array
  /** For each unit: where it begins in the text, and where it ends. */
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** A reading while it is made; `text` keeps its case. */
interface Reading {
  readonly text: string
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** Layers of encoding that are taken off: an error that quotes a form in JSON in HTML has three. */
const deepest = 3
/** Units of base64 or hex that hold a part of a token that matters. */
const shortestRun = 11

const invisible = /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u
const escapes = /[%=][0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\["'\\/]|&#x[0-9a-f]{1,6};|&#\d{1,7};|&[a-z]{2,8};/gi
const mayEscape = /[%=\\&]/
const runs = /[A-Za-z0-9+/_-]{11,}/g
const hexRuns = /[0-9a-f]{16,}/gi
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  plus: '+',
  equals: '=',
  colon: ':',
  lowbar: '_',
  dash: '-',
  hyphen: '-',
  period: '.',
  comma: ',',
  num: '#',
  percnt: '%',
}

/** The readings of a text in which a token may stand: as it is, with its escapes taken off, and what its base64 and hex hold. */
export function layersOf(text: string): readonly Layer[] {
  const readings: Reading[] = [visible(text)]
  for (let depth = 0; depth < deepest; depth++) {
    const next = unescaped(readings.at(-1) as Reading)
    if (next === null) break
    readings.push(next)
  }
  const held = readings.length === 1 ? carried(readings[0] as Reading) : [...carried(readings[0] as Reading), ...carried(readings.at(-1) as Reading)]
  return [...readings, ...held].map(({ text, from, to }) => ({ codes: lowerCodes(text), from, to }))
}

/** The texts of the same readings in lower case, without where they come from: to see fast that a token is not there. `encoded`: base64 and hex too. */
export function* textsOf(text: string, encoded: boolean): Generator<string> {
  const read = invisible.test(text) ? visible(text).text : text
  yield read.toLowerCase()
  if (encoded) yield* heldTexts(read)
  let plain = read
  for (let depth = 0; depth < deepest && mayEscape.test(plain); depth++) {
    const next = plain.replace(escapes, found => meantBy(found) ?? found)
    if (next === plain) break
    plain = next
    yield plain.toLowerCase()
  }
  if (encoded && plain !== read) yield* heldTexts(plain)
}

function* heldTexts(text: string): Generator<string> {
  for (const [run] of text.matchAll(runs)) {
    for (let shift = 0; shift < 4 && run.length - shift >= shortestRun; shift++) {
      const bytes = Buffer.from(run.slice(shift), 'base64')
      yield bytes.toString('latin1').toLowerCase()
      yield bytes.toString('hex')
    }
  }
  for (const [run] of text.matchAll(hexRuns)) for (const shift of [0, 1]) yield Buffer.from(run.slice(shift), 'hex').toString('latin1').toLowerCase()
}

function lowerCodes(text: string): Uint16Array {
  const codes = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    codes[at] = code >= 65 && code <= 90 ? code + 32 : code
  }
  return codes
}

/** Without the characters that cannot be seen: they may split a token. */
function visible(text: string): Reading {
  const from: number[] = []
  const to: number[] = []
  const splits = invisible.test(text)
  let kept = ''
  for (let at = 0; at < text.length; at++) {
    if (splits && invisible.test(text.charAt(at))) continue
    if (splits) kept += text.charAt(at)
    from.push(at)
    to.push(at + 1)
  }
  return { text: splits ? kept : text, from, to }
}

/** One layer of escapes less; null: there is none. */
function unescaped({ text, from, to }: Reading): Reading | null {
  const plain: string[] = []
  const next = { from: [] as number[], to: [] as number[] }
  let at = 0
  const keep = (end: number) => {
    for (; at < end; at++) {
      plain.push(text.charAt(at))
      next.from.push(from[at] as number)
      next.to.push(to[at] as number)
    }
  }
  for (const match of text.matchAll(escapes)) {
    const code = meantBy(match[0])
    if (code === null) continue
    keep(match.index)
    plain.push(code)
    next.from.push(from[at] as number)
    at += match[0].length
    next.to.push(to[at - 1] as number)
  }
  if (at === 0) return null
  keep(text.length)
  return { text: plain.join(''), ...next }
}

/** The one UTF-16 unit that an escape stands for; null: it stands for none, or for more. */
function meantBy(sequence: string): string | null {
  const [first, second] = sequence
  if (first === '%' || first === '=') return String.fromCharCode(Number.parseInt(sequence.slice(1), 16))
  if (first === '\\') return second === 'u' || second === 'x' ? String.fromCharCode(Number.parseInt(sequence.slice(2), 16)) : (second ?? null)
  if (second !== '#') return entities[sequence.slice(1, -1).toLowerCase()] ?? null
  const code = /x/i.test(sequence) ? Number.parseInt(sequence.slice(3), 16) : Number.parseInt(sequence.slice(2), 10)
  return code > 0 && code < 0xffff ? String.fromCharCode(code) : null
}

/** What stands in base64 (of the token, or of the bytes whose hex it is) and in hex, however they are aligned. */
function carried({ text, from, to }: Reading): readonly Reading[] {
  const found: Reading[] = []
  for (const { 0: run, index } of text.matchAll(runs)) {
    const place = (start: number, end: number) => [from[index + start] as number, to[index + Math.min(end, run.length) - 1] as number] as const
    for (let shift = 0; shift < 4 && run.length - shift >= shortestRun; shift++) {
      const bytes = Buffer.from(run.slice(shift), 'base64')
      const places = Array.from(bytes, (_, at) => place(shift + Math.floor((at * 4) / 3), shift + Math.floor((at * 4) / 3) + 2))
      found.push({ text: bytes.toString('latin1'), from: places.map(([start]) => start), to: places.map(([, end]) => end) })
      found.push({ text: bytes.toString('hex'), from: places.flatMap(([start]) => [start, start]), to: places.flatMap(([, end]) => [end, end]) })
    }
  }
  for (const { 0: run, index } of text.matchAll(hexRuns)) {
    for (const shift of [0, 1]) {
      const bytes = Buffer.from(run.slice(shift), 'hex')
      const start = (at: number) => index + shift + 2 * at
      found.push({
        text: bytes.toString('latin1'),
        from: Array.from(bytes, (_, at) => from[start(at)] as number),
        to: Array.from(bytes, (_, at) => to[start(at) + 1] as number),
      })
    }
  }
  return found
}
