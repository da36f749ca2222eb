import type { PushSettings } from '../model/push-settings.ts'
import { builtInLayers, type Layer } from './layer.ts'

/** Priority 200: what the message itself states. No push settings: a layer that states nothing. */
export const messageLayer = (push: PushSettings | undefined): Layer => ({ name: 'message', priority: builtInLayers.message, settings: push ?? {} })
