export type { PolicyDifference, PolicyDifferenceOptions, PolicyDifferenceReport } from './find-policy-difference.ts'
export { findPolicyDifference } from './find-policy-difference.ts'
