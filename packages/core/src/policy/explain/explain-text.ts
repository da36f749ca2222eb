import type { Leaf, Ref } from '../evaluate/tree.ts'
import { type OperatorInfo, operators } from '../operators.ts'

const longest = 80

/** A value as a person reads it: JSON, shortened; what is missing is `not known`. */
export function valueWords(value: unknown): string {
  if (value === undefined) return 'not known'
  const text = JSON.stringify(value) ?? String(value)
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}…`
}

/** `device.session`, `recent.recipient within 3600 s`. */
export function refWords({ fact, steps, seconds }: Ref): string {
  const name = steps.reduce<string>((words, step) => words + (typeof step === 'number' ? `[${step}]` : `.${step}`), fact)
  return seconds === null ? name : `${name} within ${seconds} s`
}

/**
 * One clause on a condition, with the actual value and what was asked: `recipient.bucket is 57, not less than 10`. Where equality was
 * asked of a value that differs, the actual value says it all: `device.session is "logged-in"`.
 */
export function leafWords(leaf: Leaf, actual: unknown, asked: unknown, holds: boolean): string {
  const info: OperatorInfo = operators[leaf.operator]
  const subject = refWords(leaf.ref)
  const is = `${subject} is ${valueWords(actual)}`
  if (leaf.other !== null) {
    const against = `${refWords(leaf.other)} is ${valueWords(asked)}`
    return leaf.operator === 'equal' && holds ? `${is}, and so is ${refWords(leaf.other)}` : `${is}, ${against}`
  }
  if (leaf.operator === 'equal' || leaf.operator === 'notEqual') return is
  const relation = (holds ? info.holds : info.fails).replace(/^is /, '')
  return `${is}, ${relation} ${valueWords(asked)}`
}
