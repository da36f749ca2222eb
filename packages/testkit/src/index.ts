/** fast-check arbitraries of the model: `arbitraries.message()`, `arbitraries.recipient()`, … */
export * as arbitraries from './arbitraries/index.ts'
/** Messages, devices and recipients to try things with: `samples.guideMessage`, `samples.sampleRecipients.apns`, … */
export * as samples from './samples/index.ts'
