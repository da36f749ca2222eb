// The arrows of the design: who may import whom. `npm run arrows` runs it and counts what was cruised.
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^packages/${from}/src`, pathNot: '\\.test\\.ts$|\\.fixture\\.ts$' },
  to: { path: '^packages/', pathNot: `^packages/(?:${[from, ...allowed].join('|')})/` },
})

/** The folders of core, lowest first: an import goes down, never up. */
const rooms = ['model', 'validation', 'concurrency', 'text', 'settings', 'policy', 'channel', 'state', 'delivery', 'transport', 'pipeline', 'engine', 'node']
const roomRules = rooms.slice(0, -1).map((room, index) => ({
  name: `core-${room}-imports-down`,
  comment: `core's folders in order, lowest first: ${rooms.join(', ')}.`,
  severity: 'error',
  from: { path: `^packages/core/src/${room}/`, pathNot: '\\.test\\.ts$|\\.fixture\\.ts$|\\.generated\\.ts$' },
  to: { path: `^packages/core/src/(?:${rooms.slice(index + 1).join('|')})/`, pathNot: '\\.fixture\\.ts$' },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'What needs each other belongs in one file.',
      from: {},
      to: { circular: true },
    },
    only('core-knows-no-channel', 'core', [], 'The engine depends on nobody.'),
    only('channel-knows-core-only', 'channel-[a-z-]+', ['core'], 'A channel depends on the public API of core only.'),
    only('h2-knows-core-only', 'h2', ['core'], 'A transport depends on core only.'),
    only('tim-knows-core-only', 'tim', ['core'], 'The Tencent shapes depend on core only.'),
    only('testkit-knows-core-only', 'testkit', ['core'], 'The kit is for authors who have core alone.'),
    only('sandbox-stands-alone', 'sandbox', [], 'The emulators share no code with the channels, so that one mistake cannot hide the other.'),
    {
      name: 'public-api-only',
      comment: 'Other packages are imported through their exports, never by file.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^packages/[^/]+/(?:src|dist)/',
        pathNot: '^packages/$1/|^packages/[^/]+/(?:src|dist)/(?:index|channel|policy|validation|contract|transport|node/index)\\.(?:ts|js|d\\.ts)$',
      },
    },
    {
      name: 'tsyringe-in-container-only',
      comment: 'channel/container.ts is the only file that knows tsyringe.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/core/src/channel/container(?:\\.test)?\\.ts$' },
      to: { path: 'node_modules/tsyringe/' },
    },
    {
      name: 'core-root-imports-no-socket',
      comment: "Core's root is pure: sockets live in src/node alone.",
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: '^packages/core/src/(?:node|transport)/|\\.test\\.ts$|\\.fixture\\.ts$' },
      to: { path: '^(?:node:)?(?:net|tls|http|https|http2|dgram|dns|child_process|fs)$|node_modules/undici/|^packages/core/src/node/' },
    },
    {
      name: 'rxjs-at-the-seams',
      comment: 'RxJS carries messages, pages and Outcomes; the steps inside a page are plain functions.',
      severity: 'error',
      from: {
        path: '^packages/core/src/',
        pathNot:
          '^packages/core/src/(?:engine/(?:engine|flow|types|guarded-stream)|concurrency/(?:map-concurrently|bounded-queue))\\.ts$|\\.test\\.ts$|\\.fixture\\.ts$',
      },
      to: { path: 'node_modules/rxjs/' },
    },
    {
      name: 'internals-stay-in-their-folder',
      comment: 'internals/ holds what only its own folder imports.',
      severity: 'error',
      from: { path: '^(packages/.+?)/[^/]+$', pathNot: '\\.test\\.ts$|\\.fixture\\.ts$' },
      to: { path: '^packages/.+/internals/', pathNot: '^$1/internals/|^$1/[^/]+$' },
    },
    ...roomRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)(?:dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tests.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@rouse/source', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
}
