import { type ApnsApp, apns } from './index.ts'

/** Made for these tests with `openssl ecparam -name prime256v1 -genkey | openssl pkcs8 -topk8 -nocrypt`; opens nothing. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQggTZxY0xe7fsd6dqv
OQ9GLhljYi8IjVxAKAhhjnU46ZyhRANCAASk52bYR3qE3Y/JHGvspnsNQ7Ob6DdW
p5neS81WdrCKxHmXrZm2MS6XMBPz/tg+myPYD+rhGghHLa65JzudMdnR
-----END PRIVATE KEY-----
`

export const app: ApnsApp = { app: 'com.example.chat', environment: 'production', teamId: 'TEAM123456', keyId: 'KEY1234567', key }

export const channel = apns({ apps: [app] })

export const token = '00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff'
