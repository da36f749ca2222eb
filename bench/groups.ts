import type { Figures } from './measure.ts'
/** Each group measures side by side in one run, and gives back `{ group: figures }`, some of them two groups. */
export const groups: Readonly<Record<string, () => Promise<Readonly<Record<string, Figures>>>>> = {
  decide: async () => ({ decide: await (await import('./decide.ts')).decide() }),
  render: async () => ({ render: await (await import('./render.ts')).render() }),
  transport: async () => (await import('./transport.ts')).transport(),
}
