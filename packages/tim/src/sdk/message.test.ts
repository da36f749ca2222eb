import { describe, expect, it } from 'vitest'
import {
  addElementCodes,
  TIMCustomElem,
  TIMFaceElem,
  TIMFileElem,
  TIMImageElem,
  TIMLocationElem,
  TIMMessage,
  TIMMessageOfflinePushSettings,
  TIMSoundElem,
  TIMTextElem,
  TIMVideoFileElem,
} from '../index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('TIMMessage', () => {
  it('addElement answers 0 for each of the eight element classes', () => {
    const message = new TIMMessage()
    const classes = [TIMTextElem, TIMLocationElem, TIMFaceElem, TIMCustomElem, TIMSoundElem, TIMImageElem, TIMFileElem, TIMVideoFileElem]
    for (const Elem of classes) expect(message.addElement(new Elem())).toBe(0)
    expect(message.getElementCount()).toBe(8)
    expect(message.getElement(0)).toBeInstanceOf(TIMTextElem)
    expect(message.getElement(8)).toBeNull()
  })

  it('addElement answers an error code for a second custom element: at most one a message', () => {
    const message = new TIMMessage()
    expect(message.addElement(new TIMCustomElem())).toBe(0)
    expect(message.addElement(new TIMCustomElem())).toBe(addElementCodes.forbidden)
    expect(message.addElement(new TIMTextElem())).toBe(0)
    expect(message.getElementCount()).toBe(2)
  })

  it('addElement answers an error code for what is no element', () => {
    const message = new TIMMessage()
    for (const wrong of [null, undefined, 'text', {}, { toElement: () => ({ type: 'text', text: 'x' }) }]) {
      expect(message.addElement(wrong as never)).toBe(addElementCodes.unknown)
    }
    expect(message.getElementCount()).toBe(0)
  })

  it('getOfflinePushSettings answers null if the sender gave none', () => {
    const message = new TIMMessage()
    expect(message.getOfflinePushSettings()).toBeNull()
    const settings = new TIMMessageOfflinePushSettings()
    message.setOfflinePushSettings(settings)
    expect(message.getOfflinePushSettings()).toBe(settings)
    message.setOfflinePushSettings(null)
    expect(message.getOfflinePushSettings()).toBeNull()
  })

  it('has neither id nor sender nor time until it is sent', () => {
    const message = new TIMMessage()
    expect([message.getMsgId(), message.getSender(), message.timestamp()]).toEqual(['', '', 0])
  })
})

describe('elements', () => {
  it('hold their values, and give what was set', () => {
    const text = new TIMTextElem()
    text.setText('a new msg from bob')
    expect(text.getText()).toBe('a new msg from bob')
    expect(text.toElement()).toEqual({ type: 'text', text: 'a new msg from bob' })

    const face = new TIMFaceElem()
    face.setIndex(6)
    face.setData(bytes('smile'))
    expect([face.getIndex(), face.getData()]).toEqual([6, bytes('smile')])
    expect(face.toElement()).toEqual({ type: 'face', index: 6, data: 'smile' })

    const image = new TIMImageElem()
    image.setPath('/sdcard/p.png')
    image.setUrl('https://example.com/p.png')
    expect([image.getPath(), image.getUrl()]).toEqual(['/sdcard/p.png', 'https://example.com/p.png'])
    expect(image.toElement()).toEqual({ type: 'image', url: 'https://example.com/p.png' })

    const sound = new TIMSoundElem()
    sound.setPath('/sdcard/v.amr')
    sound.setDuration(7)
    expect([sound.getPath(), sound.getDuration()]).toEqual(['/sdcard/v.amr', 7])
    expect(sound.toElement()).toEqual({ type: 'voice', seconds: 7 })

    const video = new TIMVideoFileElem()
    video.setPath('/sdcard/v.mp4')
    video.setDuration(12)
    expect([video.getPath(), video.getDuration()]).toEqual(['/sdcard/v.mp4', 12])
    expect(video.toElement()).toEqual({ type: 'video', seconds: 12 })

    const file = new TIMFileElem()
    file.setPath('/sdcard/a.pdf')
    file.setFileName('a.pdf')
    file.setFileSize(1024)
    expect([file.getPath(), file.getFileName(), file.getFileSize()]).toEqual(['/sdcard/a.pdf', 'a.pdf', 1024])
    expect(file.toElement()).toEqual({ type: 'file', name: 'a.pdf', bytes: 1024 })

    const location = new TIMLocationElem()
    location.setDesc('the harbour')
    location.setLatitude(29.34)
    location.setLongitude(116.77)
    expect([location.getDesc(), location.getLatitude(), location.getLongitude()]).toEqual(['the harbour', 29.34, 116.77])
    expect(location.toElement()).toEqual({ type: 'location', description: 'the harbour', latitude: 29.34, longitude: 116.77 })

    const custom = new TIMCustomElem()
    custom.setData(bytes('{"a":1}'))
    custom.setDesc('a red packet')
    custom.setExt(bytes('url'))
    custom.setSound(bytes('dingdong.aiff'))
    expect([custom.getData(), custom.getDesc(), custom.getExt(), custom.getSound()]).toEqual([
      bytes('{"a":1}'),
      'a red packet',
      bytes('url'),
      bytes('dingdong.aiff'),
    ])
    expect(custom.toElement()).toEqual({ type: 'custom', data: '{"a":1}', description: 'a red packet', ext: 'url', sound: 'dingdong.aiff' })
  })

  it('hold bytes of their own: nobody who has the array can change them', () => {
    const face = new TIMFaceElem()
    const custom = new TIMCustomElem()
    const fields = [
      [(data: Uint8Array | null) => face.setData(data), () => face.getData()],
      [(data: Uint8Array | null) => custom.setData(data), () => custom.getData()],
      [(data: Uint8Array | null) => custom.setExt(data), () => custom.getExt()],
      [(data: Uint8Array | null) => custom.setSound(data), () => custom.getSound()],
    ] as const
    for (const [set, get] of fields) {
      const given = bytes('mine')
      set(given)
      given.fill(0)
      get()?.fill(0)
      expect(get()).toEqual(bytes('mine'))
      set(null)
      expect(get()).toBeNull()
    }
  })

  it('give their type alone where nothing was set', () => {
    const types = [TIMLocationElem, TIMFaceElem, TIMCustomElem, TIMSoundElem, TIMImageElem, TIMFileElem, TIMVideoFileElem].map(Elem => new Elem().toElement())
    expect(types).toEqual(['location', 'face', 'custom', 'voice', 'image', 'file', 'video'].map(type => ({ type })))
    expect(new TIMTextElem().toElement()).toEqual({ type: 'text', text: '' })
  })
})
