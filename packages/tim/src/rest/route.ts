/** Which of the four requests it is: each has its own fields for who a message is for. */
export type TimKind = 'sendmsg' | 'batchsendmsg' | 'send_group_msg' | 'timpush'

/** Who a request is from and for, as it says. */
export type TimRoute = {
  /** `From_Account`; absent: the administrator who called. */
  readonly from?: string
} & (
  | { readonly kind: 'sendmsg'; readonly to: string }
  | { readonly kind: 'batchsendmsg'; readonly to: readonly string[] }
  | { readonly kind: 'send_group_msg'; readonly group: string /** Only these members. */; readonly to?: readonly string[] }
  | { readonly kind: 'timpush'; readonly to: readonly string[] }
)
