// What the page's address may choose: what is shown and who looks. Where events, keys and code go is not among it.

/** The measuring server, as the page that was served names it: a link cannot send keys and events elsewhere. */
export const endpoint = document.documentElement.dataset.endpoint

export const query = new URLSearchParams(location.search)

/** Where "Shop now" leads: through the redirect server of `?redirect=`, if that is an address of the web; else nowhere. */
export function outwards(merchant, placement, clickId) {
  const facts = new URLSearchParams({ merchant, placement, user: query.get('user') ?? 'visitor' })
  if (clickId) facts.set('click_id', clickId)
  const redirect = webOrigin(query.get('redirect'))
  return redirect ? `${redirect}/go?${facts}` : `#${facts}`
}

/** `javascript:` and the like have no place in a link, however they are spelt. */
function webOrigin(address) {
  if (!address || !URL.canParse(address)) return undefined
  const { protocol, origin } = new URL(address)
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined
}
