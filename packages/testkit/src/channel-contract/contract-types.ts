import type { AnyChannel, App, Counting, DeviceFacts, Draft, Json, Target, Validator, WireRequest, WireResponse } from '@rouse/core/channel'

/** What the suite needs to know of a channel. */
export interface ChannelContractOptions {
  readonly name: string
  /** A channel with at least one app entry whose credentials work with `exchange`. Called once a test. */
  readonly newChannel: () => AnyChannel
  /** The factory called with a config whose every part is wrong. */
  readonly newMalformed?: () => AnyChannel
  /** Of a request's body as `explain` shows it: parsed JSON, or an object of the form's fields. */
  readonly validatePayload: Validator
  /** A token that `limits.token` accepts, another one for each n. */
  readonly token: (n: number) => string
  /** The vendor's answer when all is well, for each request of a `send`. */
  readonly accepted: (draft: Draft, targets: readonly Target[]) => WireResponse
  /** The vendor's answers to requests of `authorize`. Default: a failure, for channels that make none. */
  readonly exchange?: (request: WireRequest) => WireResponse
  /** App entries whose credentials are unusable: `authorize` must refuse them. */
  readonly brokenApps?: readonly App[]
  /** Texts that must never show: keys and secrets of the app entries. */
  readonly secrets?: readonly string[]
  /** Samples of `push.vendors.<name>`, all of which settingsSchema accepts. */
  readonly settings?: readonly { readonly [key: string]: Json }[]
  /** The unit of `limits.payload` and of a payload's `size`. Default: the unit of `limits.body`, else of `limits.title`, else `utf8-byte`. */
  readonly sizeUnit?: Counting['unit']
  /** A device with every fact known, which the channel fits. */
  readonly device: DeviceFacts
  /** Tests that cannot hold for this channel, and why. */
  readonly skip?: readonly { readonly reason: string; readonly tests: readonly string[] }[]
}

/** One test of the suite. */
export interface ContractTest {
  readonly name: string
  readonly run: (options: ChannelContractOptions) => void | Promise<void>
}
