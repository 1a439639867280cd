// A page as a product engineer would instrument it. ?write_key= and ?endpoint= say where to send, ?user= who is signed
// in, ?merchants=ref,ref what to show, ?consent=no that the visitor refused.
const query = new URLSearchParams(location.search)
const data = JSON.parse(document.querySelector('#shop-data').textContent)
const merchants = query.get('merchants')?.split(',') ?? data.merchants
const client = query.has('write_key') ? startMeasuring(query.get('write_key')) : undefined

showList(document.querySelector('#carousel'), 'carousel', data.carousel)
showList(document.querySelector('#results'), 'search_result', data.results)

function startMeasuring(writeKey) {
  const consent = query.get('consent') !== 'no'
  const note = consent ? 'Measuring: brands count when you see them.' : 'Not measuring: no consent.'
  document.querySelector('#note').textContent = note
  const endpoint = query.get('endpoint') ?? ''
  return bx.init({ endpoint, writeKey, userId: query.get('user') ?? undefined, consent })
}

/** One list on the screen: one render, and a slot for each merchant. */
function showList(parent, exposureType, { placementKey, slots }) {
  const shown = merchants.slice(0, slots)
  const placementId = placementKey
  const renderId = client?.render({ placementId, slotsAvailable: slots, slotsFilled: shown.length })
  shown.forEach((merchantId, rankPosition) => {
    const card = makeCard(merchantId, placementId)
    parent.append(card)
    const exposureUnitId = unitIdOf(rankPosition)
    const slot = { merchantId, placementId, exposureUnitId, exposureType, rankPosition, renderId }
    client?.observe(card, { ...slot, algorithmVersion: 'shop-1' })
  })
}

function makeCard(merchantRef, placementId) {
  const card = document.querySelector('#card').content.firstElementChild.cloneNode(true)
  const name = merchantRef.replaceAll('-', ' ').replace(/\b\w/g, (letter) => letter.toUpperCase())
  const hue = [...merchantRef].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 0)
  card.style.setProperty('--hue', hue)
  card.querySelector('.logo').textContent = name[0]
  card.querySelector('strong').textContent = name
  card.querySelector('small').textContent = `Up to ${2 + (hue % 9)} % back`
  const link = card.querySelector('a')
  link.setAttribute('aria-label', `Shop now at ${name}`)
  link.addEventListener('click', () => {
    // The click id is there at once: an affiliate link would carry it as its sub-id.
    const clickId = client?.click({ merchantId: merchantRef, placementId })
    link.hash = clickId ? `merchant=${merchantRef}&click_id=${clickId}` : `merchant=${merchantRef}`
  })
  return card
}

/** A real shop has a creative's own id here. */
function unitIdOf(rankPosition) {
  return `00000000-0000-4000-8000-${String(rankPosition + 1).padStart(12, '0')}`
}
