import type { AnyChannel, Json } from '@rouse/core/channel'
import { createExplainer } from '@rouse/core/policy'
import { describe, expect, it } from 'vitest'
import { channel as meizu } from '../meizu/samples.fixture.ts'
import { channel as oppo } from '../oppo/samples.fixture.ts'
import { channel as vivo } from '../vivo/samples.fixture.ts'

const cases: readonly (readonly [channel: AnyChannel, settings: Readonly<Record<string, Json>>, mistake: string])[] = [
  [oppo, { clickActionType: 4 }, '/push/vendors/oppo/clickActionActivity: missing, expected a string'],
  [oppo, { clickActionType: 2, clickActionActivity: 'a.B' }, '/push/vendors/oppo/clickActionType: expected 1 or 4, got 2'],
  [oppo, { showStartTime: 1_795_500_000_000 }, '/push/vendors/oppo/showEndTime: missing'],
  [oppo, { privateTitleParameters: { a: 'b' } }, '/push/vendors/oppo/privateMsgTemplateId: missing'],
  [vivo, { skipType: 2 }, '/push/vendors/vivo/skipContent: missing, expected a string'],
  [vivo, { skipContent: 'x' }, '/push/vendors/vivo/skipType: missing'],
  [vivo, { clasification: 1 }, '/push/vendors/vivo/clasification: unknown field, nearest "classification"'],
  [meizu, { clickType: 1 }, '/push/vendors/meizu/activity: missing, expected a string'],
  [meizu, { noticeExpandType: 2 }, '/push/vendors/meizu/noticeExpandImgUrl: missing, expected a string'],
  [meizu, { noticeMsgType: 2 }, '/push/vendors/meizu/noticeMsgType: expected 0 or 1'],
]

describe('mistakes in what a message states for one vendor', () => {
  it.each(cases)('name the field that is missing or wrong: %#', async (channel, settings, mistake) => {
    const message = {
      id: 'm',
      kind: 'chat',
      conversation: { type: 'c2c', id: 'bob' },
      sender: { id: 'bob' },
      elements: [{ type: 'text', text: 'hi' }],
    } as const
    const registrations = [{ channel: channel.name, token: 'CN_a1', app: 'com.example.chat' }]
    const explainer = createExplainer({ channels: [channel] })
    const told = explainer.explain(
      { ...message, push: { vendors: { [channel.name]: settings } } },
      { id: 'alice', devices: [{ id: 'd1', platform: 'android', registrations }] },
    )
    await expect(told).rejects.toThrow(mistake)
  })
})
