export { element, message } from './message.ts'
export { ext, layer, pushSettings, sound } from './push-settings.ts'
export { device, recipient, registration } from './recipient.ts'
export { id, longText, nastyText, text, time } from './text.ts'
