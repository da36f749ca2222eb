import { RouseError } from '../model/errors.ts'
import { formatMistake } from '../model/format-mistake.ts'
import { inDocumentOrder } from '../model/internals/document-order.ts'
import { schemaMistakes } from '../model/internals/schema-mistakes.ts'
import type { EngineOptions } from './engine-api.ts'
import { validateEngineOptions } from './engine-options.schema.generated.ts'

/** Checked elsewhere, or by nobody; and far too large to be walked for a mistake. */
const own = ['channels', 'policy', 'facts', 'text', 'container', 'counters', 'transport', 'clock', 'random'] as const

/**
 * Checks the numbers of an engine's options, and their names.
 *
 * @throws RouseError `config-invalid` with every mistake, and pointers like `/retry/attempts`.
 */
export function checkOptions(options: EngineOptions): void {
  const plain = { ...options, ...Object.fromEntries(own.filter(name => name in options).map(name => [name, null])) }
  if (validateEngineOptions(plain)) return
  const mistakes = inDocumentOrder(plain, schemaMistakes(validateEngineOptions.errors, plain).mistakes)
  throw new RouseError('config-invalid', mistakes.map(mistake => formatMistake('options', mistake)).join('; '), { mistakes })
}
