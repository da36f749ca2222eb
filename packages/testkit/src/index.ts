/** fast-check arbitraries of the model: `arbitraries.message()`, `arbitraries.recipient()`, … */
export * as arbitraries from './arbitraries/index.ts'
export type { PolicyDifference, PolicyDifferenceOptions, PolicyDifferenceReport, PolicyDifferencesReport, RuleDifference } from './policy-diff/index.ts'
/** Searches for a message and recipient that two policies decide differently, or for one for each rule that differs. */
export { findPolicyDifference, findPolicyDifferences } from './policy-diff/index.ts'
/** Messages, devices and recipients to try things with: `samples.guideMessage`, `samples.sampleRecipients.apns`, … */
export * as samples from './samples/index.ts'
