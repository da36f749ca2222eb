import { type OppoApp, oppo } from './index.ts'

export const app: OppoApp = { app: 'com.example.chat', appKey: 'made-up-key-0123', masterSecret: 'made-up-master-secret-4567' }

/** As an operator would set it up: friends, groups and marketing approved, private templates for the first two. */
export const classes: NonNullable<OppoApp['classes']> = {
  im: { category: 'IM', notifyLevel: 2, channelId: 'chat', template: { id: 'T1', titleParams: { name: '{sender}' }, contentParams: { text: '{body}' } } },
  'im:group': { category: 'IM', channelId: 'groups', template: { id: 'T2', contentParams: { from: '{sender}', text: '{body}' } } },
  marketing: { category: 'MARKETING', channelId: 'offers', notifyLevel: 1 },
  order: { category: 'ORDER', template: { id: 'T3' } },
}

export const channel = oppo({ apps: [app], storeGrade: 'A' })

export const token = 'OPPO_CN_a1b2c3d4e5f6a7b8c9d0e1f2'
