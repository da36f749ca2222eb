import type { Target } from '../contract.ts'
import { tokenHash } from '../secret.ts'
import { type Layer, layersOf, textsOf } from './text-layers.ts'

/** UTF-16 units that are searched: what stands behind them is cut off first, so that a long text costs no more than a short one. */
const searched = 1024
/** Units at the end of a text that was cut: the head of a token that the cut went through is too short there to be recognized. */
const uncertain = 16
/** Units that a part of a token has at least to count as one. */
const shortestPart = 8
/** Units of the pieces by which parts are found. Any part of `shortestPart` units holds a whole piece. */
const piece = 4
/** Comparisons allowed for one text; a text that needs more is built to be slow, and is withheld. */
const mostSteps = 100_000
const filterBits = 0xffff

/** Control characters, line breaks, and the invisible ones that turn or split a text. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]/

/**
 * A vendor's words, safe to be logged: without the tokens of the request and without control characters. A token becomes its hash in every
 * form in which a vendor echoes it: as it is, in other case, percent-encoded, form-encoded, escaped for JSON or HTML, as base64 or hex, or
 * a part of it of 8 characters or more. Only the first 1024 UTF-16 units are read; time is linear in their number and in the tokens' length.
 *
 * @param max UTF-16 units of the result. Default 200.
 */
export function redact(words: string, targets: readonly Target[], max = 200): string {
  const read = words.length > searched ? words.slice(0, searched) : words
  const hidden = hide(read, targets)
  const plain = (words.length > searched ? hidden.slice(0, Math.max(0, hidden.length - uncertain)) : hidden)
    .replace(controls, found => (breaks.test(found) ? ' ' : ''))
    .toWellFormed()
  return plain.length > max ? `${plain.slice(0, max - 1)}…`.toWellFormed() : plain
}

/** The words with each token replaced by its hash. */
function hide(words: string, targets: readonly Target[]): string {
  if (words === '' || targets.length === 0) return words
  const [only] = targets
  if (only !== undefined && targets.length === 1 && !mayHold(words, only.token.reveal())) return words
  const search = new Search(words)
  for (const { token } of targets) {
    const value = token.reveal()
    search.mark(value)
    // Forms write a space as "+".
    if (value.includes(' ')) search.mark(value.replaceAll(' ', '+'), value)
    if (search.isExhausted) return words.replace(/\S{8,}/g, '[withheld]')
  }
  return search.result()
}

/**
 * Whether a text may hold one token or a part of it: false for nearly all of those that hold none, at a small part of the price of a search.
 * `encoded` false: base64 and hex are not looked into. Any part of 8 units holds one of the pieces that stand at every fifth place of the text.
 */
export function mayHold(words: string, token: string, encoded = true): boolean {
  if (token.length < shortestPart || token.includes(' ')) return true
  const searchedIn = token.toLowerCase()
  for (const text of textsOf(words, encoded)) {
    for (let at = 0; at + piece <= text.length; at += shortestPart - piece + 1) if (searchedIn.includes(text.slice(at, at + piece))) return true
  }
  return false
}

const lower = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code)

/** Finds tokens and their parts in one text. */
class Search {
  readonly #words: string
  readonly #layers: readonly Layer[]
  /** A bit for each hash of a piece: most pieces of tokens end here. */
  readonly #filter = new Uint8Array((filterBits + 1) >> 3)
  /** Where each piece stands: layer and place in one number. */
  readonly #places = new Map<number, number[]>()
  /** The token that each unit of the words belongs to. */
  readonly #owners: (string | undefined)[]
  #steps = 0

  constructor(words: string) {
    this.#words = words
    this.#owners = new Array(words.length)
    this.#layers = layersOf(words)
    for (const [at, { codes }] of this.#layers.entries()) {
      for (let place = 0; place + piece <= codes.length; place++) {
        const key = keyOf(codes, place)
        const bit = bitOf(key)
        this.#filter[bit >> 3] = (this.#filter[bit >> 3] as number) | (1 << (bit & 7))
        const known = this.#places.get(key)
        const where = at * (searched * 2) + place
        if (known === undefined) this.#places.set(key, [where])
        else known.push(where)
      }
    }
  }

  get isExhausted(): boolean {
    return this.#steps > mostSteps
  }

  /** Marks where `form`, or a part of it, stands; `token` is what its hash is made of. */
  mark(form: string, token = form): void {
    if (form.length < piece) {
      this.#markWhole(form, token)
      return
    }
    for (let at = 0; at + piece <= form.length; at += piece) {
      const key = keyOfText(form, at)
      const bit = bitOf(key)
      if (((this.#filter[bit >> 3] as number) & (1 << (bit & 7))) === 0) continue
      for (const where of this.#places.get(key) ?? []) {
        if (++this.#steps > mostSteps) return
        const layer = this.#layers[Math.floor(where / (searched * 2))] as Layer
        this.#extend(layer, where % (searched * 2), form, at, token)
      }
    }
  }

  /** A piece of the form stands at `place`: marks as much around it as is equal, if that is enough. */
  #extend({ codes, from, to }: Layer, place: number, form: string, at: number, token: string): void {
    let back = 0
    while (back < at && back < place && codes[place - back - 1] === lower(form.charCodeAt(at - back - 1))) back++
    let length = 0
    while (at + length < form.length && place + length < codes.length && codes[place + length] === lower(form.charCodeAt(at + length))) length++
    this.#steps += (back + length) >> 2
    const [start, end] = [at - back, at + length]
    const isWhole = end - start === form.length
    if (!isWhole && (end - start < shortestPart || isPlainWord(form, start, end))) return
    const last = to[place + length - 1] as number
    for (let unit = from[place - back] as number; unit < last; unit++) this.#owners[unit] ??= token
  }

  /** A token too short for pieces counts where it stands alone. */
  #markWhole(form: string, token: string): void {
    if (form === '') return
    for (let at = this.#words.indexOf(form); at >= 0; at = this.#words.indexOf(form, at + form.length)) {
      if (isWordUnit(this.#words.charCodeAt(at - 1)) || isWordUnit(this.#words.charCodeAt(at + form.length))) continue
      for (let unit = at; unit < at + form.length; unit++) this.#owners[unit] ??= token
    }
  }

  result(): string {
    let clean = ''
    let at = 0
    while (at < this.#words.length) {
      const owner = this.#owners[at]
      const start = at
      while (at < this.#words.length && this.#owners[at] === owner) at++
      clean += owner === undefined ? this.#words.slice(start, at) : tokenHash(owner)
    }
    return clean
  }
}

/** Letters and digits; false at the ends of a text, where the code is NaN. */
const isWordUnit = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

/** Whether a part is whole words of a token made of words, such as "registration" in "my-registration-token-1": it tells nothing of the token. */
function isPlainWord(form: string, start: number, end: number): boolean {
  if (isWordUnit(form.charCodeAt(start - 1)) && isWordUnit(form.charCodeAt(start))) return false
  if (isWordUnit(form.charCodeAt(end - 1)) && isWordUnit(form.charCodeAt(end))) return false
  return end - start < 24 && /^[-_ :.]?[A-Za-z]?[a-z]+(?:[-_ :.][a-z]+)?[-_ :.]?$/.test(form.slice(start, end))
}

const keyOf = (codes: Uint16Array, at: number): number =>
  (((codes[at] as number) & 127) << 21) |
  (((codes[at + 1] as number) & 127) << 14) |
  (((codes[at + 2] as number) & 127) << 7) |
  ((codes[at + 3] as number) & 127)
const keyOfText = (text: string, at: number): number =>
  ((lower(text.charCodeAt(at)) & 127) << 21) |
  ((lower(text.charCodeAt(at + 1)) & 127) << 14) |
  ((lower(text.charCodeAt(at + 2)) & 127) << 7) |
  (lower(text.charCodeAt(at + 3)) & 127)
const bitOf = (key: number): number => ((key ^ (key >>> 11) ^ (key >>> 19)) * 0x9e37) & filterBits
