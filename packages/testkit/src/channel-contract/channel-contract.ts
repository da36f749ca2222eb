import { describe, it } from 'vitest'
import type { ChannelContractOptions, ContractTest } from './contract-types.ts'
import { answerTests } from './internals/answer-tests.ts'
import { withBoundedFailure } from './internals/bounded-failure.ts'
import { credentialTests } from './internals/credential-tests.ts'
import { fitTests } from './internals/fit-tests.ts'
import { promiseTests } from './internals/promise-tests.ts'
import { renderTests } from './internals/render-tests.ts'

/** The tests of the suite, in the order they run. What one throws has at most 20 lines. */
export const channelContractTests: readonly ContractTest[] = [...renderTests, ...promiseTests, ...fitTests, ...answerTests, ...credentialTests].map(
  withBoundedFailure,
)

/**
 * Runs the contract of channels in vitest: pure render, within limits, schema-valid, batch-safe, generators that always end, no
 * secret in errors, notes told. A channel is done when it passes.
 */
export function channelContract(options: ChannelContractOptions): void {
  const reasons = new Map(options.skip?.flatMap(({ reason, tests }) => tests.map(test => [test, reason] as const)))
  for (const name of reasons.keys()) {
    if (!channelContractTests.some(test => test.name === name)) throw new Error(`channelContract: skip names no test of the suite: "${name}"`)
  }
  describe(`${options.name} keeps the contract of channels`, () => {
    for (const test of channelContractTests) {
      const reason = reasons.get(test.name)
      if (reason === undefined) it(test.name, () => test.run(options))
      else it.skip(`${test.name} (${reason})`, () => {})
    }
  })
}
