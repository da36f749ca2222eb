import type { EffectiveFact } from '../../policy/facts.ts'
import type { FieldKey } from '../fields.ts'
import type { Stated, Statement } from '../stated.ts'
import { vendorsOf } from './vendors.ts'

/** The `effective` fact: PushSettings' shape with title, body and badge resolved at the top, and `from` in the same shape. */
export function effectiveFact(stated: Stated): EffectiveFact {
  return { ...shape(stated, statement => statement.value), from: shape(stated, statement => statement.from) }
}

// Always the same keys in the same order, stated or not: compiled rules then see one hidden class.
function shape<T>(stated: Stated, pick: (statement: Statement) => T) {
  const at = (key: FieldKey): T | undefined => {
    const statement = stated[key]
    return statement === undefined ? undefined : pick(statement)
  }
  return {
    enabled: at('enabled'),
    title: at('title'),
    body: at('body'),
    ext: at('ext'),
    badge: at('badge'),
    image: at('image'),
    ttl: at('ttl'),
    priority: at('priority'),
    collapseKey: at('collapseKey'),
    category: at('category'),
    android: {
      sound: at('android.sound'),
      notifyMode: at('android.notifyMode'),
      channelId: at('android.channelId'),
      importance: at('android.importance'),
      clickIntent: at('android.clickIntent'),
      clickUrl: at('android.clickUrl'),
    },
    ios: {
      subtitle: at('ios.subtitle'),
      sound: at('ios.sound'),
      threadId: at('ios.threadId'),
      category: at('ios.category'),
      interruptionLevel: at('ios.interruptionLevel'),
      mutableContent: at('ios.mutableContent'),
    },
    vendors: vendorsOf(stated, pick),
  }
}
