import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Broken, its } from './broken.fixture.ts'
import { brokenCredentials } from './broken-credential.fixture.ts'
import { brokenPromises, brokenRender, rendering } from './broken-render.fixture.ts'
import { brokenAnswers, brokenFit } from './broken-send.fixture.ts'
import { channelContract, channelContractTests } from './channel-contract.ts'
import type { ChannelContractOptions } from './contract-types.ts'
import { type Echo, echo, fullEcho, optionsOf, validator } from './echo.fixture.ts'

channelContract(optionsOf(echo))
channelContract(optionsOf(fullEcho))

const broken: readonly Broken[] = [...brokenRender, ...brokenPromises, ...brokenFit, ...brokenAnswers, ...brokenCredentials]

describe('the contract suite', () => {
  const usual = fc.readConfigureGlobal()
  beforeAll(() => fc.configureGlobal({ numRuns: 8, seed: 1, endOnFailure: true }))
  afterAll(() => fc.configureGlobal(usual))

  it.each(broken)('tells of a channel that $what', async ({ channel, changes, fails }) => {
    const failed: string[] = []
    for (const { name, run } of channelContractTests) {
      const told = await Promise.resolve()
        .then(() => run(optionsOf(channel, changes)))
        .then(
          () => false,
          () => true,
        )
      if (told) failed.push(name)
    }
    expect(failed).toEqual(fails.map(name => its[name]))
  })

  it('has every test of its told by some broken channel', () => {
    const told = new Set(broken.flatMap(({ fails }) => fails.map(name => its[name] as string)))
    expect(channelContractTests.map(test => test.name).filter(name => !told.has(name))).toEqual([])
  })

  const failureOf = async (channel: Echo, changes: Partial<ChannelContractOptions>, name: string): Promise<Error> => {
    const test = channelContractTests.find(one => one.name === name)
    const error = await Promise.resolve()
      .then(() => test?.run(optionsOf(channel, changes)))
      .then(
        () => null,
        (reason: unknown) => reason,
      )
    if (!(error instanceof Error)) throw new Error(`${name} did not fail`)
    return error
  }

  it('prints at most 20 lines of a failure, none of them long, whatever the counterexample', async () => {
    const refusing = { validatePayload: validator([]) }
    for (const [channel, changes, name] of [
      [echo, refusing, its.valid],
      [rendering(() => ({ size: 0.5 })), {}, its.pure],
      [rendering(() => ({ notes: Array.from({ length: 50 }, () => ({ code: 'Odd', detail: 'x'.repeat(30_000) })) })), {}, its.notes],
    ] as const) {
      const error = await failureOf(channel, changes, name)
      const lines = error.message.split('\n')
      expect(lines.length).toBeLessThanOrEqual(20)
      expect(lines.every(line => line.length <= 240)).toBe(true)
      expect(error.message).toMatch(/seed: /)
      expect(error.cause).toBeUndefined()
      expect(Object.keys(error)).not.toContain('actual')
    }
  })

  it('says in words what is wrong with a note without detail', async () => {
    const { message } = await failureOf(
      rendering(() => ({ notes: [{ code: 'odd-thing' } as never] })),
      {},
      its.notes,
    )
    expect(message).toMatch(/a note has a code and a detail, both text/)
    expect(message).not.toMatch(/TypeError|Cannot read/)
  })

  const countingUnits = rendering(({ shown }) => ({ size: shown.title.length + shown.body.length + shown.ext.length }))
  it.each([
    ['by the option sizeUnit', countingUnits, { sizeUnit: 'utf16' as const }],
    ['by the limit of the body', { ...countingUnits, limits: { ...countingUnits.limits, body: { max: 4096, unit: 'utf16' as const } } }, {}],
    ['in code points', rendering(({ shown }) => ({ size: [...shown.body].length })), { sizeUnit: 'code-point' as const }],
  ])('accepts a size in the unit of the channel, %s', async (_, channel, changes) => {
    const test = channelContractTests.find(({ name }) => name === its.smaller)
    await expect(Promise.resolve(test?.run(optionsOf(channel, changes)))).resolves.toBeUndefined()
  })

  it('asks for no ttl where the capabilities say that there is none', async () => {
    const silent = rendering(() => ({ notes: [] }), { ...echo, capabilities: { ...echo.capabilities, ttl: false } })
    for (const { run } of channelContractTests) await run(optionsOf(silent))
  })

  it('refuses to skip a test that it does not have', () => {
    expect(() => channelContract(optionsOf(echo, { skip: [{ reason: 'no', tests: ['nonsense'] }] }))).toThrow('skip names no test of the suite: "nonsense"')
  })
})
