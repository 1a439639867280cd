// Gives sold packages their slots in the lists of a ranking service. Needs Node only, no packages.
//   const slots = followAllocations({ url: process.env.BX_URL, serverKey: process.env.BX_SERVER_KEY })
//   const list = slots.fill('home_earn_carousel', organicMerchantIds)   // → [{ merchant_id, package_id? }, …]
// Stamp each exposure with the `package_id` of its slot.

/** Asks for the shares every minute; lists are organic while there is no valid answer. */
export function followAllocations({ url, serverKey, everyMs = 60_000, clock = Date.now, random = Math.random }) {
  let [etag, validUntil, byPlacement] = ['', 0, new Map()]
  const refresh = async () => {
    const headers = { authorization: `Bearer ${serverKey}`, ...(etag ? { 'if-none-match': etag } : {}) }
    const response = await fetch(new URL('/api/allocations', url), { headers, signal: AbortSignal.timeout(10_000) })
    if (response.status === 304) return
    if (!response.ok) throw new Error(`Allocations: ${response.status} ${await response.text()}`)
    const { items, valid_until } = await response.json()
    ;[etag, validUntil] = [response.headers.get('etag') ?? '', Date.parse(valid_until)]
    byPlacement = Map.groupBy(items, (item) => item.placement_id)
    for (const item of items) byPlacement.set(item.placement_key, byPlacement.get(item.placement_id))
  }
  const ready = refresh().catch(console.error)
  const timer = setInterval(() => refresh().catch(console.error), everyMs).unref()
  return { ready, fill, stop: () => clearInterval(timer) }

  /** A list with the packages that this render is for, each in one slot; its length stays. */
  function fill(placement, organic) {
    const sold = clock() < validUntil ? (byPlacement.get(placement) ?? []) : []
    const list = organic.map((merchant_id) => ({ merchant_id }))
    const free = list.map((_, i) => i)
    for (const { merchant_id, package_id, target_share, max_share } of sold) {
      const own = list.findIndex((slot) => slot.merchant_id === merchant_id)
      // A package that is promised nothing counts where its merchant ranks anyway.
      const wanted = target_share > 0 ? random() < target_share : own >= 0 && random() < max_share
      if (!wanted || list[own]?.package_id) continue
      const at = own >= 0 ? own : free[Math.floor(random() * free.length)]
      if (at === undefined) continue
      free.splice(free.indexOf(at), 1)
      list[at] = { merchant_id, package_id }
    }
    return list
  }
}
