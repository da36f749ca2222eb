import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { samples } from '@rouse/testkit'
import { describe, expect, it } from 'vitest'

const fixture = fileURLToPath(new URL('./no-code-generation.fixture.ts', import.meta.url))

describe('a process that may not make code from text', () => {
  it('decides, renders and pushes over every vendor; a host’s channel brings its validators compiled, or is refused at the start', () => {
    const flags = ['--disallow-code-generation-from-strings', '--conditions=@rouse/source', '--no-warnings']
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, fixture], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const { vendors, ...rest } = JSON.parse(stdout) as { readonly vendors: readonly (readonly [string, string])[] }
    expect([...vendors].sort()).toEqual(
      Object.keys(samples.sampleRecipients)
        .sort()
        .map(name => [name, 'accepted']),
    )
    expect(vendors).toHaveLength(9)
    expect(rest).toEqual({
      forbidden: true,
      withoutValidator: { code: 'codegen-forbidden', message: expect.stringMatching(/"pigeon".*compile it beforehand/) },
      compiledByName: { code: 'codegen-forbidden', message: expect.stringMatching(/use the evaluator "closures"/) },
      own: [
        ['accepted', null],
        ['suppressed', 'system-message'],
        ['suppress', 'system-message'],
      ],
    })
  }, 120_000)
})
