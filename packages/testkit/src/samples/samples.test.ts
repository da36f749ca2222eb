import { createChecker } from '@rouse/core/validation'
import { describe, expect, it } from 'vitest'
import { everyElement, groupMessage, guideMessage, recipientOfAll, sampleChannels, sampleRecipients, systemMessage } from './index.ts'

const checker = createChecker()

describe('the samples', () => {
  it.each(Object.entries({ guideMessage, groupMessage, systemMessage, everyElement }))('%s fits the schema', (_, message) => {
    expect(checker.message(message)).toEqual({ ok: true, value: message })
  })

  it.each(Object.entries({ ...sampleRecipients, recipientOfAll }))('the recipient %s fits the schema', (_, recipient) => {
    expect(checker.recipient(recipient)).toEqual({ ok: true, value: recipient })
  })

  it('have a recipient for each of the nine channels, with a registration of that channel alone', () => {
    expect(sampleChannels).toEqual(['apns', 'fcm', 'huawei', 'harmony', 'honor', 'xiaomi', 'oppo', 'vivo', 'meizu'])
    for (const channel of sampleChannels) {
      expect(sampleRecipients[channel].devices.flatMap(device => device.registrations.map(registration => registration.channel))).toEqual([channel])
    }
  })
})
