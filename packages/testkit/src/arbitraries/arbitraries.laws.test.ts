import { createChecker, formatIssue } from '@rouse/core/validation'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { device, layer, message, nastyText, pushSettings, recipient, registration } from './index.ts'

const checker = createChecker()
const lines = (
  result: ReturnType<typeof checker.message> | ReturnType<typeof checker.recipient> | ReturnType<typeof checker.pushSettings>,
): readonly string[] => (result.ok ? [] : result.mistakes.map(mistake => formatIssue('value', mistake)))

describe('what the arbitraries make, typed by the model, fits its schemas', () => {
  it('messages', () => {
    fc.assert(
      fc.property(message(), value => {
        expect(lines(checker.message(value))).toEqual([])
      }),
    )
  })

  it('recipients', () => {
    fc.assert(
      fc.property(recipient(), value => {
        expect(lines(checker.recipient(value))).toEqual([])
      }),
    )
  })

  it('devices', () => {
    fc.assert(
      fc.property(device(), value => {
        expect(lines(checker.recipient({ id: 'alice', devices: [value] }))).toEqual([])
      }),
    )
  })

  it('push settings, of layers too', () => {
    fc.assert(
      fc.property(pushSettings(), layer(), (value, { settings }) => {
        expect([value, settings].flatMap(each => lines(checker.pushSettings(each)))).toEqual([])
      }),
    )
  })
})

describe('the arbitraries', () => {
  it('make registrations of the channel that was asked for', () => {
    fc.assert(fc.property(registration('apns'), ({ channel, token }) => channel === 'apns' && /^[0-9a-f]{64}$/.test(token)))
  })

  it('make layers whose priority no built-in layer has', () => {
    fc.assert(fc.property(layer(), ({ priority }) => ![0, 100, 200].includes(priority)))
  })

  it.each<[string, (text: string) => boolean]>([
    ['lone surrogates', text => !text.isWellFormed()],
    ['control characters', text => /\p{Cc}/u.test(text)],
    ['right-to-left text', text => /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(text)],
    ['emoji sequences', text => text.includes('👨‍👩‍👧‍👦')],
  ])('make texts with %s', (_, is) => {
    expect(fc.sample(nastyText(), { numRuns: 500, seed: 1 }).some(is)).toBe(true)
  })
})
