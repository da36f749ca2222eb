/** The major version of HarmonyOS; NaN, which compares with nothing, where it is unknown. */
export const majorOf = (osVersion: string | undefined): number => Number.parseInt(osVersion ?? '', 10)
