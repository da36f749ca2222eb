import { describe } from 'vitest'
import { itSendsTokensOnce } from '../common/tokens-once.fixture.ts'
import { channel } from './samples.fixture.ts'

describe('sending to Huawei', () => {
  itSendsTokensOnce(channel, { code: '80000000' }, ({ message }: { message: { token: readonly string[] } }) => message.token)
})
