import { step } from '../../validation/pointer.ts'

/** The RFC 6901 pointer of a child. */
export function childPointer(parent: string, name: string | number): string {
  return parent + step(name)
}
