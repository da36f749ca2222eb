import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { AnyChannel } from '@rouse/core'
import { nearest } from '@rouse/core/validation'
import { bundled } from '../bundled.ts'
import type { Io } from '../io.ts'
import { BadInput } from './bad-input.ts'
import { readJson } from './read-json.ts'
import { whyUnreadable } from './read-text.ts'

/** A ready config: channels made, certificates read. */
export interface Config {
  readonly channels: readonly AnyChannel[]
  /** PEM of a CA to trust beside the system's. */
  readonly ca: string | undefined
  readonly appName: string | undefined
}

interface RawConfig {
  readonly ca?: unknown
  readonly appName?: unknown
  readonly channels?: unknown
}

const known = ['ca', 'appName', 'channels']

/**
 * Reads a config file. A secret may stand in it, or as `{ "file": "key.p8" }` (relative to the config) or
 * `{ "env": "APNS_KEY" }` in its place.
 */
export async function readConfig(file: string, io: Io): Promise<Config> {
  const { name, value } = await readJson(file, io)
  if (!isObject(value)) throw new BadInput([`${name}: expected an object`])
  const lines = Object.keys(value)
    .filter(key => !known.includes(key))
    .map(key => `${name} /${key}: unknown field${hint(key, known)}`)
  const raw: RawConfig = value
  const base = file === '-' ? process.cwd() : dirname(resolve(file))
  const entries = isObject(raw.channels) ? Object.entries(raw.channels) : []
  if (!isObject(raw.channels)) lines.push(`${name} /channels: expected an object of channels by name`)
  const names = Object.keys(bundled)
  const channels: AnyChannel[] = []
  for (const [channel, given] of entries) {
    const factory = bundled[channel]
    if (factory === undefined) {
      lines.push(`${name} /channels/${channel}: unknown channel${hint(channel, names)}`)
      continue
    }
    const config = await filled(given, base, io, `${name} /channels/${channel}`, lines)
    if (isObject(config) && Array.isArray(config.apps)) channels.push(factory(config as { apps: readonly never[] }))
    else lines.push(`${name} /channels/${channel}/apps: expected an array of app entries`)
  }
  const ca = typeof raw.ca === 'string' ? await readCa(resolve(base, raw.ca), `${name} /ca`, lines) : undefined
  if (lines.length > 0) throw new BadInput(lines)
  return { channels, ca, appName: typeof raw.appName === 'string' ? raw.appName : undefined }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

function hint(name: string, names: readonly string[]): string {
  const close = nearest(name, names)
  return close === undefined ? '' : `, nearest "${close}"`
}

async function readCa(file: string, where: string, lines: string[]): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    lines.push(`${where}: the certificate file: ${whyUnreadable(error)}`)
    return undefined
  }
}

/** Puts secrets in the place of `{ file }` and `{ env }`. */
async function filled(value: unknown, base: string, io: Io, where: string, lines: string[]): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((each, i) => filled(each, base, io, `${where}/${i}`, lines)))
  if (!isObject(value)) return value
  const keys = Object.keys(value)
  if (keys.length === 1 && typeof value.file === 'string') {
    try {
      return await readFile(resolve(base, value.file), 'utf8')
    } catch (error) {
      lines.push(`${where}/file: ${whyUnreadable(error)}`)
      return ''
    }
  }
  if (keys.length === 1 && typeof value.env === 'string') {
    const found = io.env[value.env]
    if (found === undefined) lines.push(`${where}/env: the environment has no ${value.env}`)
    return found ?? ''
  }
  const pairs = await Promise.all(keys.map(async key => [key, await filled(value[key], base, io, `${where}/${key}`, lines)] as const))
  return Object.fromEntries(pairs)
}
