import { type Issue, type Json, readKeyFile, readPrivateKey } from '@rouse/core/channel'
import type { FcmApp, FcmServiceAccount } from '../config.ts'

/** The parts of a service account that are there, whether it came as an object or as its file's text. */
export function serviceAccountOf({ serviceAccount }: FcmApp): Partial<FcmServiceAccount> {
  const file: unknown = typeof serviceAccount === 'string' ? readKeyFile(serviceAccount) : serviceAccount
  const fields = (file ?? {}) as { readonly [key: string]: Json | undefined }
  const names = ['client_email', 'private_key', 'project_id', 'token_uri'] as const
  return Object.fromEntries(names.flatMap(name => (typeof fields[name] === 'string' ? [[name, fields[name]]] : [])))
}

/** The project whose messages these are. */
export const projectOf = (app: FcmApp): string => app.projectId ?? serviceAccountOf(app).project_id ?? '<projectId>'

const isPlaceholder = (value: unknown): boolean => typeof value === 'string' && /^<.+>$/.test(value)

/** What `private_key` must hold, and what was found instead. */
export const expectedKey = (found: string): string => `expected the private_key of Google's key file (a PKCS#8 PEM of an RSA key), found ${found}`

/**
 * Returns what is wrong with an entry that its schema cannot express: a key file or key that cannot be read, a project that nothing names. A
 * value in angle brackets is a placeholder, for requests that are shown and not sent.
 */
export function checkApp(app: FcmApp): readonly Issue[] {
  const { serviceAccount, accessToken } = app
  if (accessToken !== undefined || serviceAccount === undefined || isPlaceholder(serviceAccount)) return []
  const isText = typeof serviceAccount === 'string'
  const at = (field: string): string => (isText ? '/serviceAccount' : `/serviceAccount/${field}`)
  if (isText && readKeyFile(serviceAccount) === null) {
    return [{ pointer: '/serviceAccount', message: "expected the text of Google's key file, found no JSON object (give the text, not a path)" }]
  }
  const { client_email: email, private_key: key, project_id: project, token_uri: uri } = serviceAccountOf(app)
  const mistakes: Issue[] = []
  if (email === undefined) mistakes.push({ pointer: at('client_email'), message: "expected Google's key file, which has client_email" })
  if (key === undefined) mistakes.push({ pointer: at('private_key'), message: "expected Google's key file, which has private_key" })
  else if (!isPlaceholder(key)) {
    const read = readPrivateKey(key, 'rsa')
    if (!read.ok) mistakes.push({ pointer: at('private_key'), message: expectedKey(read.found) })
  }
  if (uri !== undefined && !uri.startsWith('https://')) mistakes.push({ pointer: at('token_uri'), message: 'expected a URL with https' })
  if (app.projectId === undefined && project === undefined) {
    mistakes.push({ pointer: '/projectId', message: 'give it, since the service account has no project_id' })
  }
  return mistakes
}
