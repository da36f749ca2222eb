import { describe, expect, it } from 'vitest'
import { secret, tokenHash } from '../secret.ts'
import { redact } from './redact.ts'

const targets = ['token-a', 'token-b'].map(token => ({ token: secret(token), badge: null, id: '00000000-0000-4000-8000-000000000000' }))

describe('redact', () => {
  it('puts the hash in the place of every token, as often as it occurs', () => {
    expect(redact('token-a failed, token-b too; token-a', targets)).toBe(`${tokenHash('token-a')} failed, ${tokenHash('token-b')} too; ${tokenHash('token-a')}`)
  })

  it('cuts long words after the tokens are gone, and never leaves half a character', () => {
    expect(redact('x'.repeat(300), targets)).toHaveLength(200)
    expect(redact(`${'x'.repeat(198)}😀😀`, targets).isWellFormed()).toBe(true)
    expect(redact(`${'x'.repeat(195)}token-a`, targets)).not.toContain('token')
  })
})
