import { type GoldenRequest, goldenRequests } from '@rouse/testkit/contract'
import { xiaomi } from './index.ts'
import { app, classes, token } from './samples.fixture.ts'

const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
const params = (name: string, text: string): string => JSON.stringify({ name, text })

/** A chat message of the private class for friends, with its template. The ids by another tool: `printf msg-1 | sha256sum` begins with 3a0de379. */
const fields = {
  registration_id: token,
  restricted_package_name: 'com.example.chat',
  pass_through: '0',
  title: 'Bob',
  description: 'hi',
  notify_type: '-1',
  notify_id: '973988730',
  time_to_live: '86400000',
  'extra.channel_id': '1001',
  'extra.template_id': 'T1',
  'extra.template_param': '{"name":"Bob","text":"hi"}',
  'extra.notify_effect': '1',
  'extra.jobkey': 'wDZvoenN6oBY1F6lK5Xv',
}
const golden = (change: Readonly<Record<string, string | undefined>>, ...notes: readonly string[]): GoldenRequest => ({
  headers,
  body: Object.fromEntries(Object.entries({ ...fields, ...change }).filter(([, value]) => value !== undefined)),
  notes,
})
/** Title and text of the request, and the same in the template's variables. */
const said = (title: string, description: string) => ({ title, description, 'extra.template_param': params(title, description) })

/** Written by hand from docs/vendors/xiaomi.md: fewer than 128 characters of text, each emoji counted in UTF-16 units. */
goldenRequests({
  name: 'Xiaomi',
  newChannel: () => xiaomi({ apps: [{ ...app, classes }] }),
  device: { id: 'd1', platform: 'android', maker: 'Xiaomi', registrations: [{ channel: 'xiaomi', token, app: 'com.example.chat' }] },
  url: 'https://api.xmpush.xiaomi.com/v3/message/regid',
  // The family's 11 units would need 131.
  emojiAfter: 120,
  requests: {
    'a c2c text': golden({}, 'template-used'),
    'a group message with a mention': golden(
      {
        title: 'Team',
        description: '[You were mentioned] Bob: hi',
        'extra.channel_id': '1002',
        'extra.channel_name': 'Groups',
        'extra.template_id': 'T2',
        'extra.template_param': '{"group":"Team","text":"Bob: [You were mentioned] Bob: hi"}',
      },
      'template-used',
    ),
    'an image': golden(said('Bob', '[Image]'), 'image-unsupported', 'template-used'),
    silent: golden({ notify_type: '0' }, 'template-used'),
    'a custom sound': golden({}, 'sound-unsupported', 'template-used'),
    'badge off': golden({}, 'template-used'),
    'no title': golden(said('bob', 'hi'), 'template-used'),
    'a long text': golden(said('Bob', `${'x'.repeat(126)}…`), 'text-truncated', 'template-used'),
    'an emoji at the cut': golden(said('Bob', `${'x'.repeat(120)}…`), 'text-truncated', 'template-used'),
    'an ext of bytes': golden({ payload: '{"ext":"//8A","extEncoding":"base64"}' }, 'template-used'),
    'notify mode custom': golden({ payload: '{"ext":"{\\"level\\":15}"}' }, 'template-used', 'notify-mode-unsupported'),
    'ttl 0': golden({ time_to_live: undefined, 'extra.only_send_once': '1' }, 'template-used'),
    marketing: golden({
      'extra.channel_id': '2001',
      'extra.channel_description': 'Offers',
      'extra.template_id': undefined,
      'extra.template_param': undefined,
    }),
  },
})
