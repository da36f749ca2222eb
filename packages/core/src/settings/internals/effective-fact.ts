import type { EffectiveFact } from '../../policy/facts.ts'
import type { Stated, Statement } from '../stated.ts'
import { vendorsOf } from './vendors.ts'

/** The `effective` fact: PushSettings' shape with title, body and badge resolved at the top, and `from` in the same shape. */
export function effectiveFact(stated: Stated): EffectiveFact {
  return { ...shape(stated, statement => statement.value), from: shape(stated, statement => statement.from) }
}

// Always the same keys in the same order, stated or not: compiled rules then see one hidden class.
function shape<T>(stated: Stated, pick: (statement: Statement) => T) {
  const at = (statement: Statement | undefined): T | undefined => (statement === undefined ? undefined : pick(statement))
  return {
    enabled: at(stated.enabled),
    title: at(stated.title),
    body: at(stated.body),
    ext: at(stated.ext),
    badge: at(stated.badge),
    image: at(stated.image),
    ttl: at(stated.ttl),
    priority: at(stated.priority),
    collapseKey: at(stated.collapseKey),
    category: at(stated.category),
    android: {
      sound: at(stated['android.sound']),
      notifyMode: at(stated['android.notifyMode']),
      channelId: at(stated['android.channelId']),
      importance: at(stated['android.importance']),
      clickIntent: at(stated['android.clickIntent']),
      clickUrl: at(stated['android.clickUrl']),
    },
    ios: {
      subtitle: at(stated['ios.subtitle']),
      sound: at(stated['ios.sound']),
      threadId: at(stated['ios.threadId']),
      category: at(stated['ios.category']),
      interruptionLevel: at(stated['ios.interruptionLevel']),
      mutableContent: at(stated['ios.mutableContent']),
    },
    vendors: vendorsOf(stated, pick),
  }
}
