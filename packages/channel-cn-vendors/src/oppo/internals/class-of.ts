import { type Counting, fit, type Graphemes, type Json, type Note, type Notification } from '@rouse/core/channel'
import { isPublic, templateText } from '../../common/index.ts'
import type { OppoApp, OppoClass, OppoOptions, OppoSettings, OppoTemplate } from '../config.ts'
import { titleLimit } from '../limits.ts'

type Members = Readonly<Record<string, Json>>

/** The fields that say what class a message is of, and the quota that follows from it. Source: docs/vendors/oppo.md, "Classification and quotas". */
export interface ResolvedClass {
  readonly channel: Members
  /** `category` and `notify_level`: left out on a second try, where OPPO refuses them with 67. */
  readonly category: Members
  readonly template: Members
  /** Without a category the rules of the app's channel hold, so that each has a quota of its own. */
  readonly quotaClass: 'service' | 'marketing' | 'default' | `channel ${string}`
}

/** What a message states, else what config names for its category; `content` limits a template's values. */
export function classOf(notification: Notification, app: OppoApp, options: OppoOptions, content: Counting, notes: Note[], graphemes: Graphemes): ResolvedClass {
  const settings = notification.vendor as OppoSettings
  const configured = configuredFor(notification, app)
  const category = settings.category ?? configured?.category
  const level = settings.notifyLevel ?? (category === configured?.category ? configured?.notifyLevel : undefined)
  if (category === undefined) {
    notes.push({
      code: 'category-mapped',
      detail: `channels.oppo.apps names no approved class for category "${notification.category}": sent without category, so the channel's own rules hold`,
    })
    if (level !== undefined) notes.push({ code: 'field-dropped', detail: 'notifyLevel goes out with an approved category only: left out' })
  }
  const channelId = [settings.channelId, configured?.channelId, notification.channelId].find(id => id !== undefined && id.trim() !== '')
  const stated = notification.templateText ? templateIn(settings) : undefined
  const template = stated ?? configured?.template
  return {
    channel: channelId === undefined ? {} : { channel_id: channelId.toWellFormed() },
    category: category === undefined ? {} : { category, ...(level === undefined ? {} : { notify_level: level }) },
    template: template === undefined ? {} : templateFields(template, notification, options, content, notes, graphemes),
    quotaClass: quotaClassOf(category, channelId),
  }
}

function quotaClassOf(category: string | undefined, channelId: string | undefined): ResolvedClass['quotaClass'] {
  if (category !== undefined) return isPublic(category.toLowerCase()) ? 'marketing' : 'service'
  return channelId === undefined ? 'default' : `channel ${channelId}`
}

const configuredFor = ({ category, conversation }: Notification, { classes = {} }: OppoApp): OppoClass | undefined =>
  classes[`${category}:${conversation.type}`] ?? classes[category] ?? classes['*']

function templateIn({ privateMsgTemplateId: id, privateTitleParameters, privateContentParameters }: OppoSettings): OppoTemplate | undefined {
  if (id === undefined) return undefined
  return {
    id,
    ...(privateTitleParameters === undefined ? {} : { titleParams: privateTitleParameters }),
    ...(privateContentParameters === undefined ? {} : { contentParams: privateContentParameters }),
  }
}

/** A template without variables has no parameters at all: an empty object is refused. */
function templateFields(
  { id, titleParams = {}, contentParams = {} }: OppoTemplate,
  notification: Notification,
  { templateParamsAs }: OppoOptions,
  content: Counting,
  notes: Note[],
  graphemes: Graphemes,
): Members {
  const valuesOf = (name: string, params: Readonly<Record<string, string>>, limit: Counting): Members => {
    const values = Object.fromEntries(
      Object.entries(params).map(([variable, text]) => [variable.toWellFormed(), fit(templateText(text, notification), limit, graphemes).text]),
    )
    if (Object.keys(values).length === 0) return {}
    return { [name]: templateParamsAs === 'object' ? values : JSON.stringify(values) }
  }
  notes.push({ code: 'template-used', detail: `OPPO builds title and content from template "${id}"`.toWellFormed() })
  return {
    private_msg_template_id: id.toWellFormed(),
    ...valuesOf('private_title_parameters', titleParams, titleLimit),
    ...valuesOf('private_content_parameters', contentParams, content),
  }
}
