import { type HonorApp, honor } from './index.ts'

export const app: HonorApp = {
  app: 'com.example.chat',
  appId: '104413000',
  clientId: 'made-up-client-1',
  clientSecret: 'made-up-secret-1a2b3c4d5e',
  badgeClass: 'com.example.chat.MainActivity',
}

export const channel = honor({ apps: [app] })

export const token = 'BAEAAAAAB.jjkVPZ7sample-token_1'
