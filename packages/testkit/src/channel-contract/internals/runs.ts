import fc from 'fast-check'

/** How often a property runs: as often as the author's own `fc.configureGlobal({ numRuns })` says, else `usual` times. */
export const runs = (usual: number): { readonly numRuns: number } => ({ numRuns: fc.readConfigureGlobal().numRuns ?? usual })
