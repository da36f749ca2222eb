import { describe, expect, it } from 'vitest'
import { clickFault } from './notification.ts'

describe('clickFault', () => {
  it.each([
    ['intent', 'intent:#Intent;component=com.example.chat/.Main;S.k=v;end'],
    ['intent', 'intent://chat/7#Intent;scheme=app;package=com.example.chat;end'],
    ['intent', 'intent:#Intent;end'],
    ['url', 'https://example.com/a?b=c&d=é#e'],
    ['url', 'myapp://chat/7'],
    ['url', `https://example.com/${'x'.repeat(980)}`],
  ] as const)('takes the %s %s', (kind, value) => {
    expect(clickFault(kind, value)).toBeNull()
  })

  it.each([
    ['intent', '', 'android.clickIntent is not an intent URI like "intent:#Intent;…;end"'],
    ['intent', 'https://example.com', 'android.clickIntent is not an intent URI like "intent:#Intent;…;end"'],
    ['intent', 'intent:#Intent;component=a/.B', 'android.clickIntent is not an intent URI like "intent:#Intent;…;end"'],
    ['intent', 'intent:#Intent;S.a=b\n;end', 'android.clickIntent is not an intent URI like "intent:#Intent;…;end"'],
    ['intent', `intent:#Intent;S.a=${'x'.repeat(1000)};end`, 'android.clickIntent takes more than 1000 bytes'],
    ['url', '', 'android.clickUrl is not a URL'],
    ['url', 'example.com', 'android.clickUrl is not a URL'],
    ['url', 'https://example.com/a b', 'android.clickUrl is not a URL'],
    ['url', 'https://example.com/\ud800', 'android.clickUrl is not a URL'],
    ['url', `https://example.com/${'消'.repeat(400)}`, 'android.clickUrl takes more than 1000 bytes'],
  ] as const)('refuses the %s %j', (kind, value, why) => {
    expect(clickFault(kind, value)).toBe(why)
  })
})
