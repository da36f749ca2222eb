import { generateKeyPairSync } from 'node:crypto'
import { type HuaweiApp, huawei } from './index.ts'

export const app: HuaweiApp = {
  app: 'com.example.chat',
  clientId: '104000001',
  clientSecret: 'made-up-secret-9f8e7d6c5b4a',
  projectId: '736430079244000001',
  badgeClass: 'com.example.chat.MainActivity',
}

export const channel = huawei({ apps: [app] })

export const token = 'IQAAAACy0a_QAADtq5vZ0-sample.token'

/** A key pair made for this run alone. */
export const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

/** A key file as Huawei's console gives it. */
export const account = { project_id: '736430079244000001', key_id: 'key-1', private_key: keys.privateKey, sub_account: '107000001' }
