// The page's URL may choose what is shown and who the user is. It cannot choose where events, keys and code go.

/** The Brand Exposure server, from the served page: a link cannot send keys and events elsewhere. */
export const endpoint = document.documentElement.dataset.endpoint

export const query = new URLSearchParams(location.search)

/** The target of "Shop now": the redirect server in `?redirect=`, if it is an http(s) URL; else none. */
export function outwards(merchant, placement, clickId) {
  const facts = new URLSearchParams({ merchant, placement, user: query.get('user') ?? 'visitor' })
  if (clickId) facts.set('click_id', clickId)
  const redirect = webOrigin(query.get('redirect'))
  return redirect ? `${redirect}/go?${facts}` : `#${facts}`
}

/** Rejects `javascript:` and similar URLs in any spelling. */
function webOrigin(address) {
  if (!address || !URL.canParse(address)) return undefined
  const { protocol, origin } = new URL(address)
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined
}
