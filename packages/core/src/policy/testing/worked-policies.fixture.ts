import { readFileSync } from 'node:fs'
import type { PolicyDocument } from '../document.ts'

const docs = new URL('../../../../../docs/', import.meta.url)

/** A page of the docs, as text. */
export const docsPage = (name: string): string => readFileSync(new URL(name, docs), 'utf8')

/** The documents of docs/policy.md, as the page itself has them. */
export function workedPolicies(): readonly { readonly title: string; readonly document: PolicyDocument }[] {
  return [...docsPage('policy.md').matchAll(/### \d+\. ([^\n]+)\n[^#]*?```json\n([\s\S]*?)```/g)].map(([, title, text]) => ({
    title: title ?? '',
    document: JSON.parse(text ?? '') as PolicyDocument,
  }))
}
