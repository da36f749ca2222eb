/**
 * Android's `Uri.parse`, so that the guide's code reads the same: a sound's URI is plain text here, and `parse`
 * answers that text. A setter takes any text, with or without `Uri.parse`.
 */
export const Uri = {
  /** The URI as text, as it was given. */
  parse: (uri: string): string => uri,
} as const
