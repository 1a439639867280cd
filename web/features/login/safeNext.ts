/** Where signing in leads when nothing else was asked for. */
export const START_PAGE = '/placements/'

/**
 * The page to open after signing in. A link must not lead anyone elsewhere, and browsers read `next` with care of their
 * own (they drop tabs and line breaks, take `\` for `/`), so it is compared as the address that a browser makes of it.
 * @param next as the query string has it, decoded
 * @param origin ours, such as https://exposure.example
 */
export function safeNext(next: string | null, origin: string): string {
  if (next === null || !next.startsWith('/') || !URL.canParse(next, origin)) return START_PAGE
  const url = new URL(next, origin)
  const isOurs = url.origin === origin && isPage(url.pathname)
  return isOurs ? `${url.pathname}${url.search}${url.hash}` : START_PAGE
}

/** Names of pages are plain words; `//host`, `/%09/host` and the like are none. The sign-in page leads nowhere. */
function isPage(path: string): boolean {
  return /^(?:\/[\w-]+)*\/?$/.test(path) && !/^\/login(?:\/|$)/.test(path)
}
