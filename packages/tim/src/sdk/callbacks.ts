/** How a call that yields a value ends: exactly one of the two is called, once. Extend it, or pass an object of its shape. */
export abstract class TIMValueCallBack<T> {
  /** `code`: Tencent's error code, see `timCodes`; `desc`: what was wrong and what to do. */
  abstract onError(code: number, desc: string): void
  abstract onSuccess(value: T): void
}

/** How a call that yields nothing ends: exactly one of the two is called, once. */
export abstract class TIMCallBack {
  /** `code`: Tencent's error code, see `timCodes`; `desc`: what was wrong and what to do. */
  abstract onError(code: number, desc: string): void
  abstract onSuccess(): void
}

/** Told when the session on this device ends without a logout call. */
export interface TIMUserStatusListener {
  /** The same account logged in elsewhere, or it was banned. */
  onForceOffline?(): void
  /** The login's signature is no longer valid. */
  onUserSigExpired?(): void
}
