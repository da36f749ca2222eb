import { hash } from 'node:crypto'
import { createScriptBook, type Script, type ScriptBook } from './scripts.ts'
import { createTokenBook, type TokenBook, type TokenEntry } from './tokens.ts'

/** What an emulator has at hand besides the request: the clock, its tokens' states and the scripted answers. */
export interface EmulatorContext {
  /** UNIX ms. */
  now(): number
  readonly tokens: TokenBook
  readonly scripts: ScriptBook
}

/** A desk with empty books. */
export function createEmulatorContext(now: () => number): EmulatorContext {
  return { now, tokens: createTokenBook(), scripts: createScriptBook() }
}

/** What is known of one token: a scripted answer, or its state. */
export interface Standing extends TokenEntry {
  readonly script?: Script
}

/** A token's standing; takes one scripted answer, if there is one. */
export function standingOf(desk: EmulatorContext, token: string): Standing {
  const entry = desk.tokens.get(token)
  const script = desk.scripts.takeToken(token)
  return script ? { script, ...entry } : entry
}

/** A short id of what was said, for vendors whose requests carry no id of their own. */
export const digest = (text: string): string => hash('sha1', text, 'base64url')
