import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sound } from '../model/push-settings.ts'
import { resolveSound } from './sound.ts'

const file = (name: string) => ({ sound: { kind: 'file', name } })
const standard = (code?: string) => ({ sound: { kind: 'default' }, ...(code === undefined ? {} : { note: { code } }) })
const silent = { sound: { kind: 'silent' } }
const wrong = standard('sound-not-for-platform')
const unsupported = standard('sound-unsupported')

describe('a sound as the target wants it', () => {
  it.each<[Sound | undefined, apns: object, custom: object, defaultOnly: object]>([
    [undefined, standard(), standard(), standard()],
    [null, standard(), standard(), standard()],
    [{ silent: true }, silent, silent, silent],
    ['dudulu.caf', file('dudulu.caf'), wrong, unsupported],
    ['/path/to/dudulu.caf', file('dudulu.caf'), wrong, unsupported],
    ['/path/to/file', file('file'), wrong, unsupported],
    ['android.resource://pkg/raw/dudulu', wrong, file('dudulu'), unsupported],
    ['android.resource://pkg/dudulu', wrong, file('dudulu'), unsupported],
    ['android.resource://pkg/2131623936', wrong, wrong, unsupported],
    ['dudulu', file('dudulu'), file('dudulu'), unsupported],
    // Beyond the table.
    ['ANDROID.RESOURCE://pkg/raw/dudulu', wrong, file('dudulu'), unsupported],
    ['android.resource://pkg/raw/2131623936', wrong, wrong, unsupported],
    ['android.resource://pkg/drawable/icon', wrong, wrong, unsupported],
    ['android.resource://pkg', wrong, wrong, unsupported],
    ['android.resource://pkg/', wrong, wrong, unsupported],
    ['android.resource://com.example.chat/raw/ring_2', wrong, file('ring_2'), unsupported],
    ['sounds/dudulu', file('dudulu'), wrong, unsupported],
    ['/path/to/', wrong, wrong, unsupported],
    ['', wrong, wrong, unsupported],
    ['a'.repeat(255), file('a'.repeat(255)), file('a'.repeat(255)), unsupported],
    ['a'.repeat(256), wrong, wrong, unsupported],
    ['消'.repeat(86), wrong, wrong, unsupported],
    ['ring\u0000', wrong, wrong, unsupported],
    ['ring\ud800', wrong, wrong, unsupported],
  ])('%j', (value, apns, custom, defaultOnly) => {
    expect(resolveSound(value, 'bundle')).toMatchObject(apns)
    expect(resolveSound(value, 'custom')).toMatchObject(custom)
    expect(resolveSound(value, 'default-only')).toMatchObject(defaultOnly)
  })

  it('gives a note with every sound that is not what was asked for, and no note else', () => {
    expect(resolveSound('dudulu', 'custom')).not.toHaveProperty('note')
    expect(resolveSound(null, 'bundle')).not.toHaveProperty('note')
    expect(resolveSound('dudulu.caf', 'default-only').note?.detail).toContain('"dudulu.caf"')
  })

  it.each(['bundle', 'custom', 'default-only'] as const)('plays the default with the note silent-unsupported where %s cannot silence', target => {
    expect(resolveSound({ silent: true }, target, false)).toMatchObject(standard('silent-unsupported'))
    expect(resolveSound(null, target, false)).toEqual(standard())
  })

  it('never lets a path or a resource address through', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(text => `android.resource://${text}`),
          fc.webPath(),
        ),
        fc.constantFrom('bundle' as const, 'custom' as const),
        (value, target) => {
          const { sound, note } = resolveSound(value, target)
          if (sound.kind === 'file') expect(sound.name).toMatch(target === 'bundle' ? /^[^/]+$/s : /^[^/.]+$/s)
          else expect(note?.code).toBe('sound-not-for-platform')
        },
      ),
      { numRuns: 1000 },
    )
  })
})
