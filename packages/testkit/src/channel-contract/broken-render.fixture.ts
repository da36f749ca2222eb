import { type Notification, secret as token } from '@rouse/core/channel'
import type { Broken } from './broken.fixture.ts'
import { type Echo, type EchoApp, type EchoPayload, echo, fullEcho, payloadOf, validator } from './echo.fixture.ts'

/** An echo whose payload is changed after it is rendered. */
export const rendering = (change: (payload: EchoPayload, notification: Notification, app: EchoApp) => Partial<EchoPayload>, channel = echo): Echo => ({
  ...channel,
  render: (notification, app) => {
    const payload = channel.render(notification, app)
    return { ...payload, ...change(payload, notification, app) }
  },
})

let calls = 0

/** Channels that break what holds of a channel's data and of `render`. */
export const brokenRender: readonly Broken[] = [
  { what: 'has a name that no engine takes', channel: { ...echo, name: 'Echo!' }, fails: ['complete', 'accepts'] },
  { what: 'takes no token at all', channel: { ...echo, limits: { ...echo.limits, tokens: 1.5 } }, fails: ['complete', 'accepts'] },
  { what: 'has a schema without a name', channel: { ...echo, appSchema: {} }, fails: ['complete'] },
  { what: 'refuses its own sample token', channel: echo, changes: { token: n => `Token_${n}` }, fails: ['complete'] },
  { what: 'takes a token with a space', channel: { ...echo, limits: { ...echo.limits, token: /./ } }, fails: ['complete'] },
  { what: 'promises to recall and cannot', channel: { ...echo, capabilities: { ...echo.capabilities, recall: true } }, fails: ['complete'] },
  {
    what: 'renders a badge alone and has none',
    channel: { ...fullEcho, capabilities: { ...fullEcho.capabilities, badge: 'none' } },
    fails: ['complete'],
  },
  { what: 'refuses its own app entry', channel: { ...echo, validators: { ...echo.validators, app: validator(['app']) } }, fails: ['accepts'] },
  {
    what: 'takes any field of an app entry',
    channel: { ...echo, validators: { ...echo.validators, app: validator(['app', 'secret', 'nonsense']) } },
    fails: ['accepts'],
  },
  {
    what: 'takes any option',
    channel: { ...fullEcho, validators: { ...fullEcho.validators, options: validator(['nonsense']) } },
    fails: ['accepts'],
  },
  { what: 'refuses a sample of its settings', channel: echo, changes: { settings: [{ colour: 'red' }] }, fails: ['accepts'] },
  { what: 'takes any setting', channel: { ...echo, validators: { ...echo.validators, settings: validator(['nonsense']) } }, fails: ['accepts'] },
  { what: 'has no compiled validator of an app entry', channel: { ...echo, validators: { settings: validator([]) } }, fails: ['accepts', 'compiled'] },
  {
    what: 'has a compiled validator of options, and no schema',
    channel: { ...echo, validators: { ...echo.validators, options: validator([]) } },
    fails: ['compiled'],
  },
  {
    what: 'has a compiled validator of settings, and no schema',
    channel: (({ settingsSchema: _, ...rest }) => rest)(echo),
    fails: ['compiled'],
  },
  {
    what: 'throws on a malformed config',
    channel: echo,
    changes: {
      newMalformed: () => {
        throw new Error('bad config')
      },
    },
    fails: ['malformed'],
  },
  {
    what: 'does not fit its own device',
    channel: { ...echo, misfit: ({ maker, platform }) => (maker === 'echo' || platform === 'web' ? 'made by echo' : null) },
    fails: ['fits'],
  },
  {
    what: 'needs to know the maker',
    channel: { ...echo, misfit: ({ maker, platform }) => (maker !== 'echo' || platform === 'web' ? 'who made it?' : null) },
    fails: ['fits'],
  },
  {
    what: 'needs to know the maker where it knows the version',
    channel: {
      ...echo,
      misfit: ({ maker, osVersion, platform }) => ((osVersion !== undefined && maker === undefined) || platform === 'web' ? 'by whom is it?' : null),
    },
    changes: { device: { id: 'd', platform: 'android', maker: 'echo', osVersion: '1' } },
    fails: ['fits'],
  },
  {
    what: 'needs to know the maker or the version',
    channel: { ...echo, misfit: ({ maker, osVersion, platform }) => ((maker ?? osVersion) === undefined || platform === 'web' ? 'what is it?' : null) },
    changes: { device: { id: 'd', platform: 'android', maker: 'echo', osVersion: '1' } },
    fails: ['fits'],
  },
  { what: 'fits whatever there is', channel: { ...echo, misfit: () => null }, fails: ['fits'] },
  { what: 'does not say why it does not fit', channel: { ...echo, misfit: ({ platform }) => (platform === 'web' ? 'no' : null) }, fails: ['fits'] },
  {
    what: 'renders differently each time',
    channel: rendering(() => ({ quotaClass: `${calls++}` })),
    fails: ['pure'],
  },
  {
    what: 'renders the year',
    channel: rendering(({ shown }) => payloadOf({ ...shown, title: `${shown.title} ${new Date().getUTCFullYear()}` })),
    fails: ['pure', 'promises'],
  },
  {
    what: 'mutates the notification',
    channel: { ...echo, render: (notification, app) => echo.render(Object.assign(notification, { title: 'mine' }), app) },
    fails: ['pure', 'keys'],
  },
  { what: 'has half a byte of payload', channel: rendering(({ size }) => ({ size: size + 0.5 })), fails: ['pure'] },
  { what: 'has one key for all payloads', channel: rendering(() => ({ key: 'same' })), fails: ['keys'] },
  { what: 'leaves ext out of its key', channel: rendering(({ shown }) => ({ key: JSON.stringify([shown.title, shown.body]) })), fails: ['keys'] },
  {
    what: 'gives a note a code of no kind',
    channel: rendering(({ notes }) => ({ notes: [...notes, { code: 'Odd', detail: 'a sentence of some length' }] })),
    fails: ['notes'],
  },
  {
    what: 'notes without any detail',
    channel: rendering(({ notes }) => ({ notes: [...notes, { code: 'odd-thing' } as never] })),
    fails: ['notes'],
  },
  { what: 'has a note that is null', channel: rendering(({ notes }) => ({ notes: [...notes, null as never] })), fails: ['notes', 'promises'] },
  { what: 'has no list of notes', channel: rendering(() => ({ notes: undefined as never })), fails: ['notes', 'promises'] },
  { what: 'gives a reason that is no text', channel: { ...echo, misfit: ({ platform }) => (platform === 'web' ? (5 as never) : null) }, fails: ['fits'] },
  { what: 'notes without a word', channel: rendering(({ notes }) => ({ notes: [...notes, { code: 'odd-thing', detail: '' }] })), fails: ['notes'] },
  {
    what: 'quotes its secret in a note',
    channel: rendering(({ notes }, _, app) => ({ notes: [...notes, { code: 'odd-thing', detail: `signed with ${app.secret}` }] })),
    fails: ['notes'],
  },
]

const promising = (capabilities: Partial<Echo['capabilities']>): Echo => ({ ...echo, capabilities: { ...echo.capabilities, ...capabilities } })

/** Channels that promise by their capabilities what they do not do. */
export const brokenPromises: readonly Broken[] = [
  { what: 'promises an image and shows none', channel: promising({ image: true }), fails: ['promises'] },
  { what: 'promises silence and makes none', channel: promising({ silent: true }), fails: ['promises'] },
  { what: 'promises sounds of its own and plays none', channel: promising({ sound: 'custom' }), fails: ['promises'] },
  { what: 'promises to open a URL and opens none', channel: promising({ click: ['url'] }), fails: ['promises'] },
  { what: 'promises to start an intent and starts none', channel: promising({ click: ['intent'] }), fails: ['promises'] },
  { what: 'promises to replace and sends the same for any replace id', channel: promising({ replace: true }), fails: ['promises'] },
  { what: 'promises a badge and has none', channel: promising({ badge: 'absolute' }), fails: ['promises'] },
  { what: 'takes now or never for any other ttl, without a word', channel: rendering(() => ({ notes: [] })), fails: ['promises'] },
  {
    what: 'drops an ext without a word',
    channel: { ...echo, render: ({ ext: _, ...notification }, app) => echo.render(notification, app) },
    fails: ['promises'],
  },
  {
    what: 'shows any count alike on a badge alone',
    channel: { ...fullEcho, renderBadge: () => payloadOf({ title: '', body: '', ext: '' }) },
    fails: ['badge'],
  },
  {
    what: 'renders a badge alone differently each time',
    channel: { ...fullEcho, renderBadge: () => ({ ...payloadOf({ title: '', body: '', ext: '#' }), key: `${calls++}` }) },
    fails: ['badge'],
  },
  {
    what: 'shows a title with a badge alone',
    channel: { ...fullEcho, renderBadge: () => payloadOf({ title: 'Bob', body: '', ext: '#' }) },
    fails: ['badge'],
  },
  {
    what: 'sends a badge alone to nobody',
    channel: {
      ...fullEcho,
      send: ({ targets, ...batch }, handle) =>
        fullEcho.send(
          { ...batch, targets: batch.payload.shown.title === '' ? targets.map(target => ({ ...target, token: token('nobody') })) : targets },
          handle,
        ),
    },
    fails: ['badge'],
  },
]
