import { describe, expect, it } from 'vitest'
import { type Decision, reasons } from '../../model/decision.ts'
import { sentence } from './sentence.ts'

const decision = (changes: Partial<Decision> = {}): Decision => ({
  message: 'msg-1',
  recipient: 'alice',
  device: 'd1',
  policy: 'sha256:0',
  decision: 'suppress',
  reason: 'logged-out',
  rule: 'logged-out',
  dueAt: null,
  channel: null,
  channels: [],
  settings: {},
  notes: [],
  trace: [],
  ...changes,
})
const because = (reason: string, changes: Partial<Decision> = {}) => decision({ reason, rule: reason, ...changes })
const names = { recipient: 'Alice', platform: 'android' } as const

describe('a Decision in one sentence', () => {
  const rows: readonly (readonly [Decision, string, string])[] = [
    [decision(), 'Nothing was sent: Alice logged out of this phone.', '未发送推送：Alice 已在此手机上退出登录。'],
    [because('foreground'), 'Nothing was sent: Alice had the app open on this phone.', '未发送推送：Alice 正在此手机上使用该应用。'],
    [
      because('system-message'),
      'Nothing was sent: this is a system message, and only chat messages push.',
      '未发送推送：这是系统消息，只有普通聊天消息才会推送。',
    ],
    [because('muted'), 'Nothing was sent: Alice muted this conversation.', '未发送推送：Alice 已将此会话设为免打扰。'],
    [
      because('muted', { trace: [{ rule: 'muted', matched: true, because: 'recipient.mentioned is false' }] }),
      'Nothing was sent: Alice wants to hear of mentions only, and was not mentioned.',
      '未发送推送：Alice 只接收提及自己的消息，而此消息未提及。',
    ],
    [
      because('disabled', { settings: { enabled: { value: false, from: 'night' } } }),
      'Nothing was sent: the settings "night" switch pushes off.',
      '未发送推送：设置“night”关闭了推送。',
    ],
    [
      because('too-many', { rule: 'cap', trace: [{ rule: 'cap', matched: true, because: 'recent.recipient within 3600 s is 12, at least 10' }] }),
      'Nothing was sent: the rule "cap" says so (recent.recipient within 3600 s is 12, at least 10).',
      '未发送推送：规则“cap”如此规定（recent.recipient within 3600 s is 12, at least 10）。',
    ],
    [
      because('quiet-hours', { decision: 'defer', dueAt: '2026-11-24T00:00:00.000Z' }),
      'Nothing is sent before 2026-11-24T00:00:00.000Z: it was do-not-disturb time for Alice.',
      '2026-11-24T00:00:00.000Z 之前不发送推送：当时处于 Alice 的免打扰时段。',
    ],
    [
      decision({ decision: 'push', reason: null, rule: null, channel: 'fcm', channels: ['fcm'] }),
      'Alice gets a push on this phone, over fcm.',
      '将通过 fcm 向 Alice 的此手机发送推送。',
    ],
  ]
  it.each(rows)('%o', (given, english, chinese) => {
    expect(sentence(given, names)).toBe(english)
    expect(sentence(given, names, 'zh-Hans')).toBe(chinese)
  })

  it.each(reasons)('%s has words of its own in both languages', reason => {
    for (const locale of ['en', 'zh-Hans'] as const) {
      const said = sentence(because(reason), names, locale)
      expect(said).toMatch(/[.。]$/)
      expect(said).not.toContain(
        reason === 'muted' ||
          reason === 'expired' ||
          reason === 'blocked' ||
          reason === 'kicked' ||
          reason === 'disabled' ||
          reason === 'duplicate' ||
          reason === 'moved' ||
          reason === 'revoked' ||
          reason === 'foreground'
          ? '"'
          : reason,
      )
    }
  })

  it('says a reason of the policy’s own in the words of the rule that gave it', () => {
    const given = because('too-many', { rule: 'cap', trace: [{ rule: 'cap', matched: true, because: 'recent.recipient within 3600 s is 12, at least 10' }] })
    expect(sentence(given, { rule: 'At most 10 pushes an hour.' })).toBe('Nothing was sent: At most 10 pushes an hour (rule "cap").')
    expect(sentence(given, { rule: '一小时最多十条。' }, 'zh-Hans')).toBe('未发送推送：一小时最多十条（规则“cap”）。')
    expect(sentence(because('logged-out'), { ...names, rule: 'Whatever.' })).toBe('Nothing was sent: Alice logged out of this phone.')
  })

  it('falls back on ids, and on "this device"', () => {
    expect(sentence(decision())).toBe('Nothing was sent: alice logged out of this device.')
    expect(sentence(decision(), { device: 'the iPad' })).toBe('Nothing was sent: alice logged out of the iPad.')
    expect(sentence(decision(), { platform: 'macos' })).toBe('Nothing was sent: alice logged out of this Mac.')
  })
})
