import type { Words } from './text-options.ts'

/** The built-in languages by language subtag. `mentioned` is put before a body with one space behind it. */
export const defaultWords = Object.freeze({
  en: Object.freeze({
    image: '[Image]',
    voice: '[Voice]',
    video: '[Video]',
    file: '[File]',
    location: '[Location]',
    face: '[Face]',
    mentioned: '[You were mentioned]',
    newMessage: 'New message',
    withdrawn: 'Message withdrawn',
  }),
  zh: Object.freeze({
    image: '[图片]',
    voice: '[语音]',
    video: '[视频]',
    file: '[文件]',
    location: '[位置]',
    face: '[表情]',
    mentioned: '[有人@我]',
    newMessage: '[新消息]',
    withdrawn: '[消息已撤回]',
  }),
}) satisfies { readonly [language: string]: Words }
