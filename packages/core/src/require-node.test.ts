import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { requireNode } from './require-node.ts'

describe('the version of Node', () => {
  it.each(['22.13.0', '22.13.1', '22.14.0', '23.0.0', '24.21.0', '100.0.0', undefined, '', 'unknown'])('%s is accepted', version => {
    expect(() => requireNode(version)).not.toThrow()
  })

  it.each(['20.19.5', '18.0.0', '22.12.0', '22.0.0', '21.99.0', '4.0.0'])('%s is refused, with what is needed', version => {
    expect(() => requireNode(version)).toThrow(
      expect.objectContaining({
        name: 'RouseError',
        code: 'config-invalid',
        message: `Rouse needs Node 22.13 or newer, this is Node ${version}: install a newer Node and start again`,
      }),
    )
  })

  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly engines: { readonly node: string }
    readonly sideEffects: readonly string[]
  }

  it('is the one that package.json asks for, and bundlers keep the check', () => {
    const [, minimum = ''] = /^>=([\d.]+)$/.exec(manifest.engines.node) ?? []
    expect(() => requireNode(`${minimum}.0`)).not.toThrow()
    expect(manifest.sideEffects).toEqual(['./dist/require-node.js', './src/require-node.ts'])
  })

  it.each(['index.ts', 'node/index.ts', 'transport.ts'])('is checked when %s is imported', entry => {
    const old = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.11.1" } });'
    const entryUrl = new URL(entry, new URL('./', import.meta.url)).href
    const code = `${old} import(${JSON.stringify(entryUrl)}).then(() => console.log('imported'), error => console.log(error.name, error.message))`
    const { stdout } = spawnSync(process.execPath, ['--conditions=@rouse/source', '--no-warnings', '-e', code], {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('..', import.meta.url)),
    })
    expect(stdout).toMatch(/^RouseError Rouse needs Node 22\.13 or newer, this is Node 20\.11\.1: /)
  })
})
