// Tries generated cases for as long as asked: `npm run fuzz -- --only policy --runs 1000000 [--seed 1]`; `--only push` sends any message
// with any settings to the emulators of every vendor; `--only input` calls every public entry with hostile values, then measures how long the
// largest inputs hold the event loop. Prints one line of JSON a
// group; ends with 1 and the shrunk case at the first failure. The same seed gives the same cases.
import { parseArgs } from 'node:util'
import { compileSchemas } from './compile-schemas.mjs'
import { ensureBuilt } from './ensure-built.mjs'
import { runOnNewerNode } from './internals/node.mjs'

await runOnNewerNode(process.argv[1])
const { values } = parseArgs({ options: { only: { type: 'string' }, runs: { type: 'string', default: '10000' }, seed: { type: 'string' } } })
const groups = {
  policy: async (runs, seed, progress) => (await import('../packages/core/src/policy/testing/fuzz.fixture.ts')).fuzzPolicies(runs, seed, progress),
  push: async (runs, seed, progress) => {
    if (!(await ensureBuilt())) throw new Error('the packages do not build')
    return (await import('../packages/acceptance/src/any-push-run.ts')).fuzzPushes(runs, seed, progress)
  },
  input: async (runs, seed, progress) => {
    if (!(await ensureBuilt())) throw new Error('the packages do not build')
    return (await import('../packages/acceptance/src/hostile-input-run.ts')).fuzzInput(runs, seed, progress)
  },
}
const wanted = values.only === undefined ? Object.keys(groups) : values.only.split(',').map(name => name.trim())
const unknown = wanted.filter(name => !Object.hasOwn(groups, name))
const runs = Number(values.runs)
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
if (unknown.length > 0 || !Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
  const what =
    unknown.length > 0 ? `no group ${unknown.join(', ')}; there are ${Object.keys(groups).join(', ')}` : '--runs and --seed are integers, --runs 1 or more'
  process.stderr.write(`fuzz: ${what}\n`)
  process.exit(2)
}
const mistakes = await compileSchemas()
for (const line of mistakes) process.stderr.write(`${line}\n`)
if (mistakes.length > 0) process.exit(1)

for (const name of wanted) {
  const started = performance.now()
  let told = started
  const progress = cases => {
    if (performance.now() - told < 10_000) return
    told = performance.now()
    process.stderr.write(`fuzz ${name}: ${cases} of ${runs} cases, ${Math.round((told - started) / 1000)} s\n`)
  }
  try {
    const report = await groups[name](runs, seed, progress)
    const seconds = Math.round((performance.now() - started) / 1000)
    process.stdout.write(`${JSON.stringify({ fuzz: name, seed, ...report, seconds })}\n`)
  } catch (error) {
    const cause = error.cause === undefined ? '' : `caused by: ${error.cause.stack ?? error.cause}\n`
    process.stderr.write(`fuzz ${name}, seed ${seed}: ${error.stack ?? error}\n${cause}`)
    process.exit(1)
  }
}
