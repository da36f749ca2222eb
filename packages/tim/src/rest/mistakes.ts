import type { Issue } from '@rouse/core'
import type { Validator } from '@rouse/core/channel'

interface SchemaError {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: { readonly [name: string]: unknown }
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** A validator's errors as mistakes, at most 100: where, and what was expected. Never throws. */
export function mistakesOf(validate: Validator, value: unknown): readonly Issue[] {
  if (validate(value)) return []
  const errors = (validate.errors ?? []) as readonly SchemaError[]
  return errors
    .filter(({ keyword }) => keyword !== 'if')
    .slice(0, 100)
    .map(({ instancePath, keyword, message, params }) => ({
      pointer: keyword === 'required' ? `${instancePath}/${escaped(String(params.missingProperty))}` : instancePath,
      message:
        keyword === 'required'
          ? 'is missing'
          : keyword === 'enum'
            ? `must be one of ${JSON.stringify(params.allowedValues)}`
            : (message ?? 'is not as expected'),
    }))
}
