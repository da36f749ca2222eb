import { type MeizuApp, meizu } from './index.ts'

export const app: MeizuApp = { app: 'com.example.chat', appId: 100999, appSecret: 'made-up-secret-1f2e3d4c5b' }

export const channel = meizu({ apps: [app] })

export const token = 'RA50d7e6b5c4d3e2f1a0'
