/** The page after sign-in without a target. */
export const START_PAGE = '/placements/'

/**
 * The page to open after sign-in. A link must not lead to another site. Browsers normalise `next` (they drop tabs and line
 * breaks, and read `\` as `/`), so the check uses the URL that a browser makes of it.
 * @param next decoded, from the query string
 * @param origin ours, such as https://exposure.example
 */
export function safeNext(next: string | null, origin: string): string {
  if (next === null || !next.startsWith('/') || !URL.canParse(next, origin)) return START_PAGE
  const url = new URL(next, origin)
  const isOurs = url.origin === origin && isPage(url.pathname)
  return isOurs ? `${url.pathname}${url.search}${url.hash}` : START_PAGE
}

/** Names of pages are plain words, unlike `//host` or `/%09/host`. The sign-in page is not a target. */
function isPage(path: string): boolean {
  return /^(?:\/[\w-]+)*\/?$/.test(path) && !/^\/login(?:\/|$)/.test(path)
}
