import { defineConfig } from 'vitest/config'

const conditions = ['@rouse/source', 'module', 'node', 'development']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'],
          provide: { transport: 'node' },
        },
      },
      // The delivery suite once more, over the other transport.
      {
        extends: true,
        test: {
          name: 'over h2',
          include: ['packages/core/src/node/{delivery,http2*,tls,idle-connections,connection-faults,proxies}.test.ts'],
          provide: { transport: 'h2' },
        },
      },
    ],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: process.env.ROUSE_TEST_JSON === undefined ? ['default'] : ['default', ['json', { outputFile: process.env.ROUSE_TEST_JSON }]],
  },
})
