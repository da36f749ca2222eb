import { describe, expect, it } from 'vitest'
import { alert, alice, decide, group, iphone, message, pixel } from './scene.fixture.ts'

describe('text', () => {
  it('a stated title with a derived body is fine', async () => {
    expect(await alert(message({ push: { title: 'T' } }))).toMatchObject({ title: 'T', body: 'hello' })
  })

  it("the platform's field comes before the general one", async () => {
    const one = message({ push: { title: 'general', ios: { title: 'apple' }, android: { title: 'others' } } })
    expect(await alert(one)).toMatchObject({ title: 'apple' })
    const { settings } = await decide(one, alice({ devices: [pixel()] }))
    expect(settings['android.title']).toEqual({ value: 'others', from: 'message' })
    expect(settings.title).toBeUndefined()
  })

  it.each([
    ['image', '[Image]', '[图片]'],
    ['voice', '[Voice]', '[语音]'],
    ['video', '[Video]', '[视频]'],
    ['file', '[File]', '[文件]'],
    ['location', '[Location]', '[位置]'],
    ['face', '[Face]', '[表情]'],
  ] as const)('a %s says %s, in Chinese %s', async (type, en, zh) => {
    const one = message({ elements: [{ type }] })
    expect(await alert(one)).toMatchObject({ body: en })
    expect(await alert(one, alice({ locale: 'zh-CN' }))).toMatchObject({ body: zh })
    expect(await alert(one, alice({ locale: 'fr' }))).toMatchObject({ body: en })
  })

  it('elements are joined by one space, a custom one by its description', async () => {
    const one = message({ elements: [{ type: 'text', text: 'look' }, { type: 'image' }, { type: 'custom', description: 'a poll' }] })
    expect(await alert(one)).toMatchObject({ body: 'look [Image] a poll' })
  })

  it("in a group the sender comes before a derived body when the title is the group's name", async () => {
    expect(await alert(group())).toMatchObject({ title: 'Climbers', body: 'Bob: hello' })
    expect(await alert(group({ push: { title: 'T' } }))).toMatchObject({ title: 'T', body: 'hello' })
    expect(await alert(group({ push: { body: 'stated' } }))).toMatchObject({ title: 'Climbers', body: 'stated' })
  })

  it('a mention is marked first, then the sender; @all counts; never in c2c; a stated body stays', async () => {
    const mentions = { users: ['alice'] }
    expect(await alert(group({ mentions }))).toMatchObject({ body: '[You were mentioned] Bob: hello' })
    expect(await alert(group({ mentions: { all: true } }), alice({ locale: 'zh-Hans' }))).toMatchObject({ body: '[有人@我] Bob: hello' })
    expect(await alert(message({ mentions }))).toMatchObject({ body: 'hello' })
    expect(await alert(group({ mentions, push: { body: 'stated' } }))).toMatchObject({ body: 'stated' })
    expect(await alert(group({ mentions }), alice(), { text: { mentionMark: false } })).toMatchObject({ body: 'Bob: hello' })
  })

  it('a title is never empty', async () => {
    expect(await alert(message({ sender: { id: 'bob', name: ' ' } }))).toMatchObject({ title: 'bob' })
    expect(await alert(group({ conversation: { type: 'group', id: 'g1' } }))).toMatchObject({ title: 'Bob' })
    expect(await alert(message({ push: { title: '  ' } }))).toMatchObject({ title: 'Bob' })
    expect(await alert(message({ sender: { id: ' ' }, conversation: { type: 'c2c', id: 'x' } }), alice(), { text: { appName: 'Chat' } })).toMatchObject({
      title: 'Chat',
    })
  })

  it('preview sender keeps the title and hides the body, none hides the title too', async () => {
    const one = message({ push: { ext: '{"a":1}', ios: { subtitle: 'S' } } })
    expect(await alert(one, alice({ preview: 'sender' }))).toEqual({ title: 'Bob', body: 'New message' })
    expect(await alert(one, alice({ preview: 'none', locale: 'zh' }), { text: { appName: 'Chat' } })).toEqual({ title: 'Chat', body: '[新消息]' })
    const { request } = await decide(one, alice({ preview: 'sender' }))
    expect(request?.body).not.toHaveProperty('ext')
    const kept = await decide(one, alice({ preview: 'sender' }), { text: { previewKeeps: ['ext'] } })
    expect(kept.request?.body).toHaveProperty('ext', '{"a":1}')
  })

  it('no-text is judged before preview', async () => {
    expect(await decide(message({ elements: [] }), alice({ preview: 'none' }))).toMatchObject({ reason: 'no-text' })
  })

  it('control characters are removed, a newline in a title becomes a space, lone surrogates U+FFFD', async () => {
    const one = message({ push: { title: 'a\nb\u0007', body: 'x\u0000\ud800\ny\u009f' } })
    expect(await alert(one)).toEqual({ title: 'a b', body: 'x\ufffd\ny' })
  })

  it('a payload too large is shortened, with a note that says how much', async () => {
    const one = message({ elements: [{ type: 'text', text: '很长的消息'.repeat(2000) }] })
    const { notes, request } = await decide(one, alice({ devices: [iphone()] }))
    expect(new TextEncoder().encode(JSON.stringify(request?.body)).length).toBeLessThanOrEqual(4096)
    expect(notes.map(({ code }) => code)).toContain('text-truncated')
  })
})
