/** fast-check arbitraries of the model: `arbitraries.message()`, `arbitraries.recipient()`, … */
export * as arbitraries from './arbitraries/index.ts'
export type { PolicyDifference, PolicyDifferenceOptions, PolicyDifferenceReport } from './policy-diff/index.ts'
/** Searches for a message and recipient that two policies decide differently. */
export { findPolicyDifference } from './policy-diff/index.ts'
/** Messages, devices and recipients to try things with: `samples.guideMessage`, `samples.sampleRecipients.apns`, … */
export * as samples from './samples/index.ts'
