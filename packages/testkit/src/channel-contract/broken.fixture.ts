import type { ChannelContractOptions } from './contract-types.ts'
import type { Echo } from './echo.fixture.ts'

/** The suite's tests, by a short name. */
export const its = {
  complete: 'describes itself completely',
  accepts: 'accepts its own app entries, options and sample settings, and refuses unknown fields',
  compiled: 'brings its validators compiled, for hosts that may not generate code',
  malformed: 'does not throw when it is made with a malformed config',
  fits: 'fits its sample device, and no absent fact rules it out',
  pure: 'renders purely: frozen input, the same output twice',
  keys: 'gives equal keys only to payloads that make equal requests',
  notes: 'tells in notes, with a code and a sentence, what it cannot',
  promises: 'does what its capabilities promise, or says in a note that it cannot',
  badge: 'shows a count on a badge alone, and renders it purely',
  valid: 'makes requests that its payload schema accepts, in valid UTF-8 and within its limits, of any notification',
  many: 'makes requests of any number of targets that its payload schema accepts',
  smaller: 'says a smaller size for a shorter text',
  open: 'shows its requests without any credential: no secret in them, and the token of a single target',
  tokens: 'puts every token of a batch into the request, and no other',
  accepted: 'answers accepted for every target when the vendor takes them',
  ends: 'ends after few requests whatever comes back, with one Answer a target',
  same: 'makes the same requests of the same batch: frozen input, nothing remembered',
  early: 'ends at once when it is ended early',
  prepares: 'prepares with a handle or an Answer, whatever comes back',
  silent: 'lets no token and no secret into an Answer, even when the vendor echoes the request',
  callbacks: 'reads any callback without throwing',
  credential: 'gets a credential that is renewed before it ends, and signs a frozen Draft with it',
  shown: 'sends a JSON body as its Draft shows it',
  refuses: 'refuses an unusable credential with a RouseError that quotes no secret',
  survives: 'survives any answer to a request for a credential, and quotes no secret',
} as const

/** A channel that breaks the contract in one point. */
export interface Broken {
  /** Ends the sentence "tells of a channel that …". */
  readonly what: string
  readonly channel: Echo
  readonly changes?: Partial<ChannelContractOptions>
  /** The tests that fail of it, in the suite's order, and no other. */
  readonly fails: readonly (keyof typeof its)[]
}
