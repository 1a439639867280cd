// A page as a product engineer would instrument it. ?write_key= and ?merchants=ref,ref name what the server knows.
const query = new URLSearchParams(location.search)
const merchants = (query.get('merchants') ?? 'demo-a,demo-b,demo-c,demo-d').split(',')
const writeKey = query.get('write_key')
if (writeKey) start(writeKey)

function start(key) {
  const client = bx.init({
    endpoint: query.get('endpoint') ?? '',
    writeKey: key,
    userId: query.get('user') ?? undefined,
    consent: true,
  })
  document.querySelector('#note').textContent = 'Instrumented: what you see is counted.'
  show(client, document.querySelector('#carousel'), 'home_earn_carousel', 'carousel', 8)
  show(client, document.querySelector('#results'), 'search_results', 'search_result', 12)
}

/** One list: one render, a slot for each merchant, each observed once. */
function show(client, parent, placementId, exposureType, slotsAvailable) {
  const renderId = client.render({ placementId, slotsAvailable, slotsFilled: merchants.length })
  merchants.forEach((merchantId, rankPosition) => {
    const slot = document.createElement(parent.tagName === 'OL' ? 'li' : 'div')
    slot.className = parent.tagName === 'OL' ? '' : 'card'
    slot.innerHTML = '<a href="#"></a>'
    slot.firstChild.textContent = merchantId
    slot.firstChild.onclick = () => client.click({ merchantId, placementId })
    parent.append(slot)
    const exposureUnitId = `00000000-0000-4000-8000-${String(rankPosition).padStart(12, '0')}`
    client.observe(slot, { merchantId, placementId, exposureUnitId, exposureType, rankPosition, renderId })
  })
}
