/** The parts of xiaomi-push 1.0.0 that its test uses: the package has no types. */
declare module 'xiaomi-push' {
  interface Answer {
    readonly result: string
    readonly code: number
    readonly data?: { readonly id?: string; readonly bad_regids?: string }
  }
  class Message {
    title(text: string): this
    description(text: string): this
    payload(text: string): this
    passThrough(value: 0 | 1): this
    notifyType(value: number): this
    notifyId(id: number): this
    timeToLive(milliseconds: number): this
    restrictedPackageName(name: string): this
    extra(key: string, value: string): this
  }
  class Notification {
    constructor(options: { readonly production: boolean; readonly appSecret: string })
    sendToRegid(ids: string | readonly string[], message: Message): Promise<Answer>
  }
  const client: { readonly Message: typeof Message; readonly Notification: typeof Notification }
  export default client
}

/** The parts of push-xiaomi 0.1.6 that its test uses: the package has no types. */
declare module 'push-xiaomi' {
  interface Done {
    readonly status: 'success'
    readonly group: number
    readonly fail_total: number
    readonly success_total: number
    readonly traceIdList: readonly string[]
  }
  export default class Xiaomi {
    constructor(options: { readonly appSecret: string; readonly appPkgName: string; readonly maxLength?: number })
    push(message: {
      readonly title: string
      readonly content: string
      readonly list: readonly string[]
      readonly payload?: string
      readonly sleep?: number
      readonly success?: (response: { readonly data: { readonly code: number } }) => void
      readonly fail?: (error: unknown) => void
      readonly finish?: (done: Done) => void
    }): Promise<void>
  }
}
