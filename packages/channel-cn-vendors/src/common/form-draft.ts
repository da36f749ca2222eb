import { type Draft, type FormField, text } from '@rouse/core/channel'

export type Fields = readonly FormField[]

const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }

/** A POST of form fields, in their order. */
export const formDraft = (url: string, form: Fields): Draft => ({ method: 'POST', url, headers, body: { form } })

/** The fields of a form that a vendor posted to us; of a field given twice the last counts. */
export const formFields = (body: Uint8Array): ReadonlyMap<string, string> => new Map(new URLSearchParams(text(body)))
