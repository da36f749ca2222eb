import { RouseError } from '../../model/errors.ts'
import type { Evaluator, Offer, Verdict } from '../policy.ts'
import type { Program } from './compiled-policy.ts'
import { generate } from './generate.ts'
import { runtime } from './runtime.ts'

type Made = Pick<Evaluator, 'layers' | 'verdict' | 'selection'>
type Maker = (constants: readonly unknown[], runtimeOf: typeof runtime) => Made

/**
 * The program as one generated synchronous function. Its text holds names of our own tables and numbers that we count ourselves;
 * whatever comes from the document goes through the constants array. Conditions on the message alone are decided once for
 * each message fact, by its identity.
 * @throws RouseError `codegen-forbidden` where the process forbids code generation.
 */
export function compile(program: Program): Evaluator {
  const { source, constants } = generate(program)
  return {
    kind: 'compiled',
    ...(maker(source)(constants, runtime) as {
      readonly layers: Made['layers']
      readonly verdict: (...args: Parameters<Made['verdict']>) => Verdict | null
      readonly selection: (...args: Parameters<Made['selection']>) => Offer | null
    }),
  }
}

/** Whether this process may generate code. */
export function canCompile(): boolean {
  try {
    return maker('return 1') !== undefined
  } catch (error) {
    if (error instanceof RouseError) return false
    throw error
  }
}

function maker(source: string): Maker {
  try {
    return new Function('K', 'R', source) as Maker
  } catch (cause) {
    if (!(cause instanceof EvalError)) throw cause
    throw new RouseError('codegen-forbidden', 'this process forbids code generation: use the evaluator "closures", or leave `evaluator` out', { cause })
  }
}
