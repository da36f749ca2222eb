// Run by check-channels.test.ts in a process where no code may be generated from text.

import type { Validator } from '../model/validator.ts'
import { checkChannels } from './check-channels.ts'
import type { AnyChannel } from './contract.ts'

const validator: Validator = Object.assign(
  (value: unknown) => {
    const fits = typeof value === 'object' && value !== null && !('nonsense' in value)
    validator.errors = fits ? null : [{ instancePath: '/nonsense', keyword: 'false schema', params: {} }]
    return fits
  },
  { errors: null },
) as Validator

const channel = (validators: AnyChannel['validators']): AnyChannel => ({
  name: 'carrier-pigeon',
  capabilities: { sound: 'default-only', silent: false, badge: 'none', image: false, ext: false, replace: false, recall: false, click: [] },
  limits: { tokens: 1, token: /^./ },
  apps: [{ app: 'com.example.chat' }],
  appSchema: { $id: 'urn:pigeon:app', type: 'object' },
  optionsSchema: { $id: 'urn:pigeon:options', type: 'object' },
  settingsSchema: { $id: 'urn:pigeon:settings', type: 'object' },
  ...(validators === undefined ? {} : { validators }),
  misfit: () => null,
  render: () => ({ key: '', size: 0, quotaClass: '', notes: [] }),
  send: () => {
    throw new Error('unused')
  },
  authorize: () => Promise.reject(new Error('unused')),
  sign: () => ({ method: 'POST', url: '', headers: {}, body: new Uint8Array() }),
})

function outcome(validators: AnyChannel['validators']): unknown {
  try {
    return checkChannels([channel(validators)]).vendorMistakes({ vendors: { 'carrier-pigeon': { nonsense: 1 } } })
  } catch (error) {
    return { code: (error as { code?: unknown }).code, message: (error as Error).message }
  }
}

console.log(JSON.stringify({ without: outcome(undefined), with: outcome({ app: validator, options: validator, settings: validator }) }))
