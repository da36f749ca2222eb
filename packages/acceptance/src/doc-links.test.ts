import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { bundledChannels } from './bundled-channels.fixture.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const pages = ['*.md', 'docs/**/*.md', 'examples/*.md', 'examples/*/*.md', 'packages/*/*.md'].flatMap(pattern => globSync(pattern, { cwd: root }))

/** Places in the repository that a page links to, without their anchors. */
const linksIn = (page: string): readonly string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => (link as string).replace(/#.*$/, ''))
    .filter(link => link !== '' && !/^[a-z]+:/.test(link))

it('finds the pages', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', join('docs', 'engine.md')]))
})

it.each(pages)('%s links to nothing that is not there', page => {
  expect(linksIn(page).filter(link => !existsSync(join(root, dirname(page), link)))).toEqual([])
})

it('README.md leads to every page of docs', () => {
  const linked = linksIn('README.md').map(link => join(link))
  expect(pages.filter(page => page.startsWith('docs') && !linked.includes(page))).toEqual([])
})

it('README.md lists the channels in the order of all documents', () => {
  const linked = linksIn('README.md').flatMap(link => /^docs\/channels\/(\w+)\.md$/.exec(link)?.[1] ?? [])
  expect(linked).toEqual(bundledChannels.map(({ name }) => name))
})
