/** Parts that schemas of several vendors share. */
export const host = { type: 'string', pattern: '^[A-Za-z0-9.-]+$' }
export const port = { type: 'integer', minimum: 1, maximum: 65535 }
export const boolean = { type: 'boolean' }
export const secretText = { type: 'string', minLength: 1, writeOnly: true }
export const environment = { enum: ['production', 'development'] }
/** An id of a console, or its placeholder in angle brackets. */
export const consoleId = { type: 'string', pattern: '^(?:[A-Za-z0-9_.-]{1,128}|<.+>)$' }
/** A number, its digits, or its placeholder in angle brackets. */
export const numericId = { type: ['integer', 'string'], minimum: 1, maximum: Number.MAX_SAFE_INTEGER, pattern: '^(?:[1-9][0-9]{0,14}|<.+>)$' }
/** A time in UTC, RFC 3339. */
export const utcTime = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z$' }

/** An Android intent as a URI, of so many characters at most. */
export const intentUriUpTo = (maxLength: number) => ({
  type: 'string',
  // In two patterns, as one would take quadratic time.
  pattern: '^intent:[ -~]*;end$',
  allOf: [{ type: 'string', pattern: '#Intent;' }],
  maxLength,
})

/** An activity's full class name of so many characters at most, or its placeholder in angle brackets. */
export const activityUpTo = (most: number) => ({ type: 'string', pattern: `^(?:[A-Za-z0-9_.$]{1,${most}}|<.+>)$` })

/** Where a vendor posts receipts, and the parameter that comes back with them, each of so many characters at most. */
export const callbackUrlUpTo = (maxLength: number) => ({ type: 'string', pattern: '^https?://', maxLength })
export const callbackParamUpTo = (most: number) => ({ type: 'string', pattern: `^[ -~]{1,${most}}$` })

/** Text of so many characters at most. */
export const textUpTo = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength })

/** The same, and more than blanks: what a vendor takes for empty. */
export const shownTextUpTo = (maxLength: number) => ({ type: 'string', pattern: '\\S', maxLength, title: 'text that is not blank' })

/** Text of any length. */
export const filledText = { type: 'string', minLength: 1 }

/** Text of so many UTF-16 units at most, which a vendor's Java counts: nothing beyond the basic plane, so that it counts the same everywhere. */
export const plainTextUpTo = (maxLength: number) => ({ type: 'string', pattern: `^[\\u0000-\\uffff]{1,${maxLength}}$` })

/**
 * For `dependentSchemas` of a field of which some values want another field: the mistake then names what is missing. `alone`: values
 * that want none.
 */
export const wanting = (field: string, wants: readonly (readonly [values: readonly number[], wanted: string])[], alone: readonly number[]) => ({
  type: 'object',
  anyOf: [
    ...wants.map(([values, wanted]) => ({
      type: 'object',
      properties: { [field]: { enum: values }, [wanted]: { type: 'string' } },
      required: [wanted],
    })),
    { type: 'object', properties: { [field]: { enum: alone } } },
  ],
})

/** Neutral classes. */
export const neutralWords =
  'im voip account order subscription todo device-reminder work mail travel health finance express news content social marketing'.split(' ')

/** The nearest class for one that a vendor lacks. */
export const nearestClasses = { type: 'object', propertyNames: { enum: neutralWords }, additionalProperties: { enum: neutralWords } }

/** A class by category, by category and kind of conversation, or for all others. */
export const classKey = `^(?:\\*|(?:${neutralWords.join('|')})(?::(?:c2c|group))?)$`

/** Config `codes`. */
export const codes = {
  type: 'object',
  propertyNames: { pattern: '^-?[0-9]{1,8}$' },
  additionalProperties: { enum: ['accepted', 'gone', 'unreachable', 'payload', 'config', 'throttled', 'unavailable', 'exhausted', 'unauthorized'] },
}

/** A click as Huawei and Honor write it: 1 an intent or an action, 2 a URL, 3 the app. */
export const typedClick = {
  type: 'object',
  required: ['type'],
  additionalProperties: false,
  properties: { type: { enum: [1, 2, 3] }, intent: filledText, action: filledText, url: { type: 'string', pattern: '^[hH][tT][tT][pP][sS]://' } },
  anyOf: [
    { type: 'object', properties: { type: { const: 3 } } },
    { type: 'object', properties: { type: { const: 2 }, url: true }, required: ['url'] },
    { type: 'object', properties: { type: { const: 1 }, intent: true }, required: ['intent'] },
    { type: 'object', properties: { type: { const: 1 }, action: true }, required: ['action'] },
  ],
}
