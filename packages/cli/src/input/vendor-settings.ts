import type { AnyChannel } from '@rouse/core'
import { checkChannels } from '@rouse/core/validation'
import { BadInput, mistakeLines } from './bad-input.ts'
import type { People } from './read-people.ts'

/** Checks what messages state for vendors by the channels' own schemas, before any of them is sent. @throws BadInput with every mistake. */
export function demandVendorSettings({ messages, places }: People, channels: readonly AnyChannel[]): void {
  const { vendorMistakes } = checkChannels(channels, { apps: false })
  const lines = messages.flatMap((message, at) => {
    const { file, pointer } = places[at] ?? { file: 'message', pointer: '' }
    return mistakeLines(
      file,
      vendorMistakes(message.push).map(mistake => ({ ...mistake, pointer: `${pointer}${mistake.pointer}` })),
    )
  })
  if (lines.length > 0) throw new BadInput(lines)
}
