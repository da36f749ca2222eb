import type { Element } from '@rouse/core'
import { copyOf, textOf } from '../bytes.ts'

/** One part of a message. */
export abstract class TIMElem {
  /** The part as Rouse's model has it: only what was set. */
  abstract toElement(): Element
}

/** Text. */
export class TIMTextElem extends TIMElem {
  #text = ''

  /** Default empty. */
  getText(): string {
    return this.#text
  }

  setText(text: string): void {
    this.#text = text ?? ''
  }

  override toElement(): Element {
    return { type: 'text', text: this.#text }
  }
}

/** A sticker: an index, and bytes that the app understands. */
export class TIMFaceElem extends TIMElem {
  #index: number | null = null
  #data: Uint8Array | null = null

  /** Default 0. */
  getIndex(): number {
    return this.#index ?? 0
  }

  setIndex(index: number): void {
    this.#index = index
  }

  /** A copy; null: not set. */
  getData(): Uint8Array | null {
    return copyOf(this.#data)
  }

  /** The bytes are copied. */
  setData(data: Uint8Array | null): void {
    this.#data = copyOf(data)
  }

  override toElement(): Element {
    return { type: 'face', ...(this.#index === null ? {} : { index: this.#index }), ...(this.#data === null ? {} : { data: textOf(this.#data) }) }
  }
}

/** A picture: where it lies, and where it was uploaded to. */
export class TIMImageElem extends TIMElem {
  #path: string | null = null
  #url: string | null = null

  getPath(): string | null {
    return this.#path
  }

  /** A file on the sender's device: for the app, not part of the push. */
  setPath(path: string | null): void {
    this.#path = path
  }

  getUrl(): string | null {
    return this.#url
  }

  setUrl(url: string | null): void {
    this.#url = url
  }

  override toElement(): Element {
    return { type: 'image', ...(this.#url ? { url: this.#url } : {}) }
  }
}

/** A voice message. */
export class TIMSoundElem extends TIMElem {
  #path: string | null = null
  #duration: number | null = null

  getPath(): string | null {
    return this.#path
  }

  /** A file on the sender's device: for the app, not part of the push. */
  setPath(path: string | null): void {
    this.#path = path
  }

  /** Seconds. Default 0. */
  getDuration(): number {
    return this.#duration ?? 0
  }

  setDuration(seconds: number): void {
    this.#duration = seconds
  }

  override toElement(): Element {
    return { type: 'voice', ...(this.#duration === null ? {} : { seconds: this.#duration }) }
  }
}

/** A video. */
export class TIMVideoFileElem extends TIMElem {
  #path: string | null = null
  #duration: number | null = null

  getPath(): string | null {
    return this.#path
  }

  /** A file on the sender's device: for the app, not part of the push. */
  setPath(path: string | null): void {
    this.#path = path
  }

  /** Seconds. Default 0. */
  getDuration(): number {
    return this.#duration ?? 0
  }

  setDuration(seconds: number): void {
    this.#duration = seconds
  }

  override toElement(): Element {
    return { type: 'video', ...(this.#duration === null ? {} : { seconds: this.#duration }) }
  }
}

/** A file. */
export class TIMFileElem extends TIMElem {
  #path: string | null = null
  #fileName: string | null = null
  #fileSize: number | null = null

  getPath(): string | null {
    return this.#path
  }

  /** A file on the sender's device: for the app, not part of the push. */
  setPath(path: string | null): void {
    this.#path = path
  }

  getFileName(): string | null {
    return this.#fileName
  }

  setFileName(fileName: string | null): void {
    this.#fileName = fileName
  }

  /** Bytes. Default 0. */
  getFileSize(): number {
    return this.#fileSize ?? 0
  }

  setFileSize(bytes: number): void {
    this.#fileSize = bytes
  }

  override toElement(): Element {
    return { type: 'file', ...(this.#fileName ? { name: this.#fileName } : {}), ...(this.#fileSize === null ? {} : { bytes: this.#fileSize }) }
  }
}

/** A place. */
export class TIMLocationElem extends TIMElem {
  #desc: string | null = null
  #latitude: number | null = null
  #longitude: number | null = null

  getDesc(): string | null {
    return this.#desc
  }

  setDesc(desc: string | null): void {
    this.#desc = desc
  }

  /** Degrees. Default 0. */
  getLatitude(): number {
    return this.#latitude ?? 0
  }

  setLatitude(latitude: number): void {
    this.#latitude = latitude
  }

  /** Degrees. Default 0. */
  getLongitude(): number {
    return this.#longitude ?? 0
  }

  setLongitude(longitude: number): void {
    this.#longitude = longitude
  }

  override toElement(): Element {
    return {
      type: 'location',
      ...(this.#desc ? { description: this.#desc } : {}),
      ...(this.#latitude === null ? {} : { latitude: this.#latitude }),
      ...(this.#longitude === null ? {} : { longitude: this.#longitude }),
    }
  }
}

/** Whatever the app makes of it; a push shows only its description. At most one a message. */
export class TIMCustomElem extends TIMElem {
  #data: Uint8Array | null = null
  #desc: string | null = null
  #ext: Uint8Array | null = null
  #sound: Uint8Array | null = null

  /** A copy; null: not set. */
  getData(): Uint8Array | null {
    return copyOf(this.#data)
  }

  /** The bytes are copied. */
  setData(data: Uint8Array | null): void {
    this.#data = copyOf(data)
  }

  getDesc(): string | null {
    return this.#desc
  }

  /** What a push shows where the message's settings state no text. */
  setDesc(desc: string | null): void {
    this.#desc = desc
  }

  /** A copy; null: not set. */
  getExt(): Uint8Array | null {
    return copyOf(this.#ext)
  }

  /** The bytes are copied. */
  setExt(ext: Uint8Array | null): void {
    this.#ext = copyOf(ext)
  }

  /** A copy; null: not set. */
  getSound(): Uint8Array | null {
    return copyOf(this.#sound)
  }

  /** The bytes are copied. */
  setSound(sound: Uint8Array | null): void {
    this.#sound = copyOf(sound)
  }

  override toElement(): Element {
    return {
      type: 'custom',
      ...(this.#data === null ? {} : { data: textOf(this.#data) }),
      ...(this.#desc ? { description: this.#desc } : {}),
      ...(this.#ext === null ? {} : { ext: textOf(this.#ext) }),
      ...(this.#sound === null ? {} : { sound: textOf(this.#sound) }),
    }
  }
}
