import type { PushSettings } from '../model/push-settings.ts'
import type { GlobalSettings } from '../model/recipient.ts'
import { builtInLayers, type Layer } from './layer.ts'

/**
 * Priority 100: a recipient's global settings as a layer. The sound for this kind of conversation becomes
 * `ios.sound` and `android.sound`; `null` is kept, it states the default sound.
 */
export function globalLayer(settings: GlobalSettings | undefined, conversation: 'c2c' | 'group'): Layer {
  return { name: 'global', priority: builtInLayers.global, settings: settings === undefined ? {} : projected(settings, conversation) }
}

function projected(settings: GlobalSettings, conversation: 'c2c' | 'group'): PushSettings {
  const sound = conversation === 'c2c' ? settings.c2cSound : settings.groupSound
  return {
    ...(settings.enabled === undefined ? {} : { enabled: settings.enabled }),
    ...(sound === undefined ? {} : { ios: { sound }, android: { sound } }),
  }
}
