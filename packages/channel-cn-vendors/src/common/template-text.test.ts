import { sampleNotification } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { templateText } from './template-text.ts'

describe('templateText', () => {
  it('puts in sender, conversation, title and body, and nothing of what they hold', () => {
    const notification = sampleNotification({
      sender: { id: 'b', name: '{body} $1' },
      conversation: { type: 'group', id: 'g', name: 'Team' },
      title: 'T',
      body: 'hi',
    })
    expect(templateText('{sender}/{conversation}/{title}/{body}/{other}', notification)).toBe('{body} $1/Team/T/hi/{other}')
  })

  it('says each word as the vendor lets it be said, and the rest as it stands', () => {
    expect(templateText('to {sender}: {body}', sampleNotification({ body: 'hi' }), word => word.toUpperCase())).toBe('to BOB: HI')
  })

  it('takes the title for a name that is hidden, missing or blank', () => {
    const hidden = sampleNotification({ sender: { id: 'b', name: ' ' }, conversation: { type: 'c2c', id: 'b' }, title: 'Chat' })
    expect(templateText('{sender} {conversation}', hidden)).toBe('Chat Chat')
  })
})
