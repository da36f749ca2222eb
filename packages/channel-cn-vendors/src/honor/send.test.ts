import { describe } from 'vitest'
import { itSendsTokensOnce } from '../common/tokens-once.fixture.ts'
import { channel } from './samples.fixture.ts'

describe('sending to Honor', () => {
  itSendsTokensOnce(channel, { code: 200, data: { sendResult: true } }, ({ token }: { token: readonly string[] }) => token)
})
