/**
 * The error codes that this package answers. All are Tencent's own, from its public "Error Codes" pages: Chat's
 * (document 1047/34348) and, for `timpush/batch`, the push service's (1047/74196).
 */
export const timCodes = {
  // The SDK's.
  requestTimeout: 6012,
  notInitialized: 6013,
  notLoggedIn: 6014,
  inProgress: 6015,
  invalidParameters: 6017,
  invalidReceiver: 6032,
  userSigExpired: 6206,
  kicked: 6208,
  invalidUserId: 7003,
  // Common to all REST calls.
  httpFormat: 60002,
  forbiddenSignature: 60005,
  unknownUrl: 60009,
  missingSdkAppId: 60012,
  signatureExpired: 70001,
  signatureMalformed: 70003,
  signatureWrong: 70009,
  signatureOfOtherUser: 70013,
  signatureOfOtherApp: 70014,
  accountUnknown: 70107,
  // One-to-one messages.
  serverError: 20005,
  jsonMalformed: 90001,
  bodyMalformed: 90002,
  toAccount: 90003,
  msgRandom: 90005,
  msgTimeStamp: 90006,
  msgBodyNotArray: 90007,
  fromAccount: 90008,
  adminOnly: 90009,
  elementMalformed: 90010,
  tooManyAccounts: 90011,
  toAccountUnknown: 90012,
  pushTooManyAccounts: 90018,
  lifeTimeTooLong: 90026,
  toAccountNotArray: 90028,
  toAccountEmpty: 90029,
  syncOtherMachine: 90031,
  offlinePushInfo: 90043,
  lifeTime: 90044,
  dataIdTooLong: 90057,
  internal: 91000,
  bodyTooLarge: 93000,
  // Groups.
  groupParameters: 10004,
  groupTooManyAccounts: 10005,
  groupForbidden: 10007,
  groupUnknown: 10010,
  groupJsonMalformed: 10011,
} as const

/** Codes of `TIMMessage.addElement`. Source: the public SDK reference, "addElement"; 0 is success. */
export const addElementCodes = {
  added: 0,
  /** This message may not hold one more of this kind. */
  forbidden: 1,
  /** Not one of the eight element classes. */
  unknown: 2,
} as const
