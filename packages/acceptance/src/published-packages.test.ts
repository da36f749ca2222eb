import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const packages = fileURLToPath(new URL('../..', import.meta.url))

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly description?: string
  readonly license?: string
  readonly type?: string
  readonly engines?: { readonly node?: string }
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}
const manifestOf = (folder: string) => JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8')) as Manifest
const published = readdirSync(packages).filter(folder => manifestOf(folder).private !== true)

/** What goes out of a package that has all this. */
const shipped = [
  'LICENSE',
  'README.md',
  'dist/index.d.ts',
  'dist/index.js',
  'dist/internals/part.js.map',
  'package.json',
  'src/index.ts',
  'src/internals/part.ts',
]
const kept = [
  'dist/.tsbuildinfo',
  'dist/answers.test.js',
  'dist/internals/part.test.d.ts',
  'dist/merge.laws.test.js.map',
  'dist/samples.fixture.js',
  'dist/internals/part.fixture.d.ts',
  'src/answers.test.ts',
  'src/internals/merge.laws.test.ts',
  'src/message.golden.test.ts',
  'src/samples.fixture.ts',
  'src/internals/part.fixture.ts',
  'tsconfig.json',
]

let home: string
let packed: ReadonlyMap<string, readonly string[]>

/** A workspace of packages with these very manifests, and one file of every kind: what npm would pack does not depend on a build. */
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'rouse-pack-'))
  for (const folder of published) {
    for (const file of [...shipped, ...kept]) {
      mkdirSync(dirname(join(home, folder, file)), { recursive: true })
      writeFileSync(join(home, folder, file), 'x')
    }
    cpSync(join(packages, folder, 'package.json'), join(home, folder, 'package.json'))
  }
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'all', private: true, workspaces: published }))
  const { stdout, stderr } = spawnSync('npm', ['pack', '--workspaces', '--dry-run', '--json', '--ignore-scripts', '--offline'], { cwd: home, encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  const entries = Object.values(JSON.parse(stdout) as Record<string, { name: string; files: readonly { path: string }[] }>)
  packed = new Map(entries.map(({ name, files }) => [name, files.map(({ path }) => path)]))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe.each(published)('packages/%s, as npm publishes it', folder => {
  const { name, description, license, type, engines, exports = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifestOf(folder)

  it('has sources and what was built of them, and neither tests nor fixtures in either form', () => {
    expect(packed.get(name)?.toSorted()).toEqual(shipped.toSorted())
  })

  it('says what it is, for which Node, and under which license', () => {
    expect({ description, license, type, engines }).toEqual({
      description: expect.stringMatching(/\.$/),
      license: 'Apache-2.0',
      type: 'module',
      engines: { node: '>=22.13' },
    })
    expect(readFileSync(join(packages, folder, 'LICENSE'), 'utf8')).toBe(readFileSync(join(packages, '../LICENSE'), 'utf8'))
    expect(readFileSync(join(packages, folder, 'README.md'), 'utf8')).toContain(`# ${name}\n`)
  })

  it('has types for every entry that is code, before the code', () => {
    const entries = Object.entries(exports).filter(([entry]) => !entry.endsWith('.json'))
    expect(entries.map(([entry]) => entry)).toContain('.')
    for (const [entry, conditions] of entries) {
      expect(Object.keys(conditions), entry).toEqual(['@rouse/source', 'types', 'default'])
      const { '@rouse/source': source, types, default: code } = conditions as Readonly<Record<string, string>>
      expect([types, code]).toEqual(['.d.ts', '.js'].map(ending => source?.replace('./src/', './dist/').replace('.ts', ending)))
    }
  })

  it('exports its package.json, for tools that read versions', () => {
    expect(exports['./package.json']).toBe('./package.json')
  })

  it('asks nobody for a test runner', () => {
    const asked = Object.keys(peerDependencies).filter(peer => peerDependenciesMeta[peer]?.optional !== true)
    expect(asked).toEqual([])
  })
})
