import { bytes, type Json, parse } from '@rouse/core'
import type { FcmApp, FcmServiceAccount } from '../config.ts'

/** The parts of a service account that are there, whether it came as an object or as its file's text. */
export function serviceAccountOf({ serviceAccount }: FcmApp): Partial<FcmServiceAccount> {
  const file: unknown = typeof serviceAccount === 'string' ? parse(bytes(serviceAccount)) : (serviceAccount ?? {})
  const fields = file as { readonly [key: string]: Json | undefined }
  const names = ['client_email', 'private_key', 'project_id', 'token_uri'] as const
  return Object.fromEntries(names.flatMap(name => (typeof fields[name] === 'string' ? [[name, fields[name]]] : [])))
}

/** The project whose messages these are. */
export const projectOf = (app: FcmApp): string => app.projectId ?? serviceAccountOf(app).project_id ?? '<projectId>'
