/**
 * An https URL as vendors compare it: well-formed, its scheme in lower case. null where it is none, or has blanks in it: a vendor
 * refuses the whole message for such a one.
 */
export function httpsUrl(stated: string): string | null {
  const url = stated.toWellFormed()
  return /^https:\/\/\S+$/i.test(url) ? `https${url.slice(5)}` : null
}
