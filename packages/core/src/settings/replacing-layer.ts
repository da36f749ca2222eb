import type { PushSettings } from '../model/push-settings.ts'
import type { Layer, PlatformFamily } from './layers.ts'
import { merge } from './merge.ts'
import { type Stated, stated } from './stated.ts'

const silent = Object.freeze({ silent: true } as const)

const quiet: PushSettings = Object.freeze({
  priority: 'normal',
  android: Object.freeze({ sound: silent, importance: 'low' } as const),
  ios: Object.freeze({ sound: silent, interruptionLevel: 'passive' } as const),
})

/**
 * What an edit or a withdrawal has over everything else: no sound, normal priority, low importance, iOS interruption level passive. Its
 * priority is above every other layer's. Source: docs/semantics.md, "Edits, withdrawals, badges".
 */
export const replacingLayer = Object.freeze({ name: 'replacing', priority: Number.POSITIVE_INFINITY, settings: quiet }) satisfies Layer

/**
 * Merged statements of an edit or a withdrawal: the fields of the replacing layer have its values, except those that a layer about
 * revisions states.
 *
 * @param merged the statements of all other layers.
 * @param aboutRevisions the layers whose rules read `message.revision`, of those that apply: in these a host says how its edits ring.
 */
export function quieten(merged: Stated, aboutRevisions: readonly Layer[], family: PlatformFamily | null): Stated {
  const quietFields = stated(replacingLayer, family)
  const own = aboutRevisions.map(layer => stated(layer, family)).reduce(merge, {})
  return { ...merged, ...Object.fromEntries(Object.entries(quietFields).map(([key, statement]) => [key, own[key] ?? statement])) }
}
