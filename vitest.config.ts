import { defineConfig } from 'vitest/config'

const conditions = ['@rouse/source', 'module', 'node', 'development']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: process.env.ROUSE_TEST_JSON === undefined ? ['default'] : ['default', ['json', { outputFile: process.env.ROUSE_TEST_JSON }]],
  },
})
