import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'
import type { PolicyDocument } from './document.ts'

/** A policy's identity: `sha256:` and 64 hex digits of its RFC 8785 canonical JSON. */
export function policyHash(document: PolicyDocument): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(canonicalize(document) ?? '')))}`
}
