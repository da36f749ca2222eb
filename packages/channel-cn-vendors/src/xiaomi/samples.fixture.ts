import { type XiaomiApp, xiaomi } from './index.ts'

export const app: XiaomiApp = { app: 'com.example.chat', appSecret: 'made-up-secret-0123456789==' }

/** As an operator would set it up: classes of their own for friends, groups and marketing, the first two with templates. */
export const classes: XiaomiApp['classes'] = {
  im: { channelId: '1001', template: { id: 'T1', params: { name: '{sender}', text: '{body}' } } },
  'im:group': { channelId: '1002', channelName: 'Groups', template: { id: 'T2', params: { group: '{conversation}', text: '{sender}: {body}' } } },
  marketing: { channelId: '2001', channelDescription: 'Offers' },
}

export const channel = xiaomi({ apps: [app] })

export const token = 'bKJ0+9/aGVsbG8gd29ybGQ=='
