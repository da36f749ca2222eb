/** Kinds of conversation. */
export const TIMConversationType = Object.freeze({ Invalid: 'Invalid', C2C: 'C2C', Group: 'Group' } as const)
export type TIMConversationType = (typeof TIMConversationType)[keyof typeof TIMConversationType]
