import { createRequire } from 'node:module'
import { RouseError } from '../../model/errors.ts'
import { boundErrors } from '../../model/internals/bounded-validation.ts'
import type { JsonSchema } from '../../model/json.ts'
import { pushSettingsSchema } from '../../model/push-settings.schema.ts'
import type { Validator } from '../contract.ts'

/** Whether this process may make code from text; `--disallow-code-generation-from-strings` and some hosts forbid it. */
export function mayGenerateCode(): boolean {
  try {
    new Function('')
    return true
  } catch {
    return false
  }
}

/**
 * Compiles a channel's schema at start, for channels that bring no validators. ajv is loaded when first needed: it costs
 * a start some 35 ms, and the bundled channels never need it.
 *
 * @throws RouseError `codegen-forbidden` where no code may be made, `channel-invalid` for a schema that is none.
 */
export function compileSchema(schema: JsonSchema, channel: string, codegen: boolean): Validator {
  if (!codegen) {
    throw new RouseError(
      'codegen-forbidden',
      `Channel ${JSON.stringify(channel)} brings a schema but no compiled validator, and this process may not generate code: compile it beforehand (ajv standalone) and give it in the channel's \`validators\`.`,
    )
  }
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  try {
    const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, allowUnionTypes: true, validateFormats: false, code: { process: boundErrors } })
    if (schema.$id !== pushSettingsSchema.$id) ajv.addSchema(pushSettingsSchema)
    return ajv.compile(schema)
  } catch (cause) {
    throw new RouseError(
      'channel-invalid',
      `A schema of channel ${JSON.stringify(channel)} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
}
