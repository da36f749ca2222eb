export { h2 } from './h2.ts'
export type { Address, H2Options, Identity } from './options.ts'
