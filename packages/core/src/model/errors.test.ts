import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RouseError, type RouseErrorCode } from './errors.ts'

// The compiler holds this list to the union: a code too many or too few does not type-check.
const codes = Object.keys({
  'message-invalid': 1,
  'recipient-invalid': 1,
  'policy-invalid': 1,
  'config-invalid': 1,
  'channel-invalid': 1,
  'codegen-forbidden': 1,
  'credential-invalid': 1,
  closed: 1,
  'queue-full': 1,
  'directory-failed': 1,
  network: 1,
  timeout: 1,
  aborted: 1,
  protocol: 1,
} satisfies Record<RouseErrorCode, 1>)

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

describe('the codes of RouseError', () => {
  it('are the rows of docs/errors.md, in their order, each with a when and a what to do', () => {
    const rows = read('../../../../docs/errors.md').matchAll(/^\| `([a-z-]+)` \| (.+) \| (.+) \|$/gm)
    expect([...rows].map(([, code, when, todo]) => [code, (when?.length ?? 0) > 10, (todo?.length ?? 0) > 10])).toEqual(codes.map(code => [code, true, true]))
  })

  it('are those that the union in errors.ts lists', () => {
    expect([...read('./errors.ts').matchAll(/^ {2}\| '([a-z-]+)'$/gm)].map(([, code]) => code)).toEqual(codes)
  })
})

describe('RouseError', () => {
  it('is an Error that knows its code, whether to try again, its mistakes and its cause', () => {
    const cause = new Error('below')
    const error = new RouseError('network', 'the connection broke', { cause, retryable: true, mistakes: [{ pointer: '', message: 'x' }] })
    expect(error).toBeInstanceOf(Error)
    expect({ name: error.name, code: error.code, retryable: error.retryable, mistakes: error.mistakes, cause: error.cause }).toEqual({
      name: 'RouseError',
      code: 'network',
      retryable: true,
      mistakes: [{ pointer: '', message: 'x' }],
      cause,
    })
  })

  it('is final and without mistakes unless said otherwise, and has no cause where none was given', () => {
    const error = new RouseError('closed', 'closed')
    expect([error.retryable, error.mistakes, 'cause' in error]).toEqual([false, [], false])
  })
})
