import { account } from '../huawei/samples.fixture.ts'
import { type HarmonyApp, harmony } from './index.ts'

export const app: HarmonyApp = { app: 'com.example.chat', serviceAccount: account }

export const channel = harmony({ apps: [app] })

export const token = 'MAMzLgIkEUgAAAAAAAAAvgAAAEk-sample_token'
