import type { Json, Validator } from '@rouse/core/channel'

/** What a validator refuses in a value, one line a mistake and ten at most; empty: nothing. */
export function refusals(validate: Validator, value: Json): readonly string[] {
  if (validate(value)) return []
  const told = (validate.errors ?? []).slice(0, 10).map(({ instancePath, keyword, params, message }) => {
    return `${instancePath === '' ? '/' : instancePath}: ${message ?? keyword} ${JSON.stringify(params)}`
  })
  return told.length === 0 ? ['refused, and the validator does not say why'] : told
}
