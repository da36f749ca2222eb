import { type Notification, stableKey } from '@rouse/core/channel'

/** As long as one of ours is. */
export const longestMessageId = 'x'.repeat(32)

/**
 * `appMessageId`: one for each message, revision and alert (`alert`: its JSON, without the badge). What arrives twice, as after a lost
 * answer, is shown once; an edit and a withdrawal, which Huawei would keep back for a day under the same id, have another. Source:
 * docs/vendors/huawei.md, "v3 body".
 */
export const messageIdOf = ({ messageId, revision = 0 }: Notification, alert: string): string =>
  stableKey(`${messageId}\n${revision}\n${alert}`, longestMessageId.length)
