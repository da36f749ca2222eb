export { sampleApp, sampleDevices } from './devices.ts'
export { everyElement, groupMessage, guideMessage, systemMessage } from './messages.ts'
export { recipientOfAll, recipientWith, sampleChannels, sampleRecipients } from './recipients.ts'
