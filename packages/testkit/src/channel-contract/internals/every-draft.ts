import type { Draft, Target } from '@rouse/core/channel'
import type { ChannelContractOptions } from '../contract-types.ts'
import { drive, sampleBatch } from '../requests.ts'
import { sampleNotification } from '../sample-notification.ts'

/** Every Draft that a channel has for these targets when all goes well: of `send`, with and without a handle, `prepare`, `recall` and a badge alone. */
export function everyDraft(options: ChannelContractOptions, targets: readonly Target[]): readonly Draft[] {
  const channel = options.newChannel()
  const batch = sampleBatch(channel, sampleNotification(), targets)
  const { prepare, recall, renderBadge } = channel
  const respond = (draft: Draft) => options.accepted(draft, targets)
  const all = [drive(channel.send(batch), respond)]
  const rest: (readonly Draft[])[] = []
  if (prepare !== undefined) {
    rest.push(drive(prepare(batch.payload, batch.app), respond).drafts)
    all.push(drive(channel.send(batch, 'handle-1'), respond))
  }
  if (recall !== undefined) all.push(drive(recall(batch), respond))
  if (renderBadge !== undefined) all.push(drive(channel.send({ ...batch, payload: renderBadge(batch.app) }), respond))
  return [...all.flatMap(({ drafts }) => drafts), ...rest.flat()]
}
