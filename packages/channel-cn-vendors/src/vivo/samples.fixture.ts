import { type VivoApp, vivo } from './index.ts'

export const app: VivoApp = { app: 'com.example.chat', appId: 10004, appKey: 'made-up-key-25509283', appSecret: 'made-up-secret-8c5a9d' }

export const channel = vivo({ apps: [app] })

export const token = '15513410784181118114100'
