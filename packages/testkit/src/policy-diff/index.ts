export type {
  PolicyDifference,
  PolicyDifferenceOptions,
  PolicyDifferenceReport,
  PolicyDifferencesReport,
  RuleDifference,
} from './find-policy-difference.ts'
export { findPolicyDifference, findPolicyDifferences } from './find-policy-difference.ts'
