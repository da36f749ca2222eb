import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Broken, its } from './broken.fixture.ts'
import { brokenCredentials } from './broken-credential.fixture.ts'
import { brokenPromises, brokenRender } from './broken-render.fixture.ts'
import { brokenAnswers, brokenFit } from './broken-send.fixture.ts'
import { channelContract, channelContractTests } from './channel-contract.ts'
import { echo, fullEcho, optionsOf } from './echo.fixture.ts'

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

  it('refuses to skip a test that it does not have', () => {
    expect(() => channelContract(optionsOf(echo, { skip: [{ reason: 'no', tests: ['nonsense'] }] }))).toThrow('skip names no test of the suite: "nonsense"')
  })
})
