import { channelContract } from '@rouse/testkit/contract'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { app, sample } from './samples.fixture.ts'
import { tokenOf, type WebPushApp, webPushChannel } from './web-push.ts'

/** What the page's service worker reads. */
const validatePayload = new Ajv2020().compile({
  type: 'object',
  additionalProperties: false,
  required: ['title', 'options'],
  properties: {
    title: { type: 'string', minLength: 1 },
    badge: { type: 'integer', minimum: 0 },
    options: {
      type: 'object',
      additionalProperties: false,
      required: ['body', 'tag', 'silent', 'data'],
      properties: {
        body: { type: 'string', minLength: 1 },
        tag: { type: 'string', minLength: 1 },
        silent: { type: 'boolean' },
        image: { type: 'string' },
        requireInteraction: { type: 'boolean' },
        renotify: { type: 'boolean' },
        lang: { type: 'string' },
        data: {
          type: 'object',
          additionalProperties: false,
          properties: { ext: { type: 'string' }, extEncoding: { enum: ['text', 'base64'] }, url: { type: 'string' } },
        },
      },
    },
  },
})

channelContract({
  name: 'web-push',
  newChannel: () => webPushChannel({ apps: [app] }),
  newMalformed: () => webPushChannel({ apps: [null, { app: 5 }] } as never),
  validatePayload,
  token: n => tokenOf(sample(n)),
  accepted: () => ({ status: 201, headers: { location: 'https://push.example.com/message/1' }, body: new Uint8Array() }),
  brokenApps: [{ ...app, subject: 'nobody' }, { ...app, privateKey: 'short' }, { ...app, publicKey: '' }, { app: 'a' }] as WebPushApp[],
  secrets: [app.privateKey],
  settings: [{ requireInteraction: true, renotify: true }, { lang: 'ar' }, { lang: '\ud800' }],
  device: { id: 'd1', platform: 'web', maker: 'google', osVersion: '130', region: 'DE', playServices: false, hmsVersion: null },
  skip: [
    {
      reason: 'this host may generate code: the engine compiles the schemas at its start',
      tests: ['brings its validators compiled, for hosts that may not generate code'],
    },
    { reason: 'what goes out is encrypted for the browser, with a key that is made anew each time', tests: ['sends a JSON body as its Draft shows it'] },
  ],
})
