// An instrumented page: a carousel, results with endless scrolling, and a merchant's page with its own URL. URL parameters:
// ?write_key= the key, ?user= the signed-in user, ?merchants=ref,ref the merchants to show, ?redirect= the redirect server of
// "Shop now", ?consent=no for a visitor without consent.
import { endpoint, outwards, query } from './address.js'

const data = JSON.parse(document.querySelector('#shop-data').textContent)
const merchants = query.get('merchants')?.split(',') ?? data.merchants
const client = query.has('write_key') ? startMeasuring(query.get('write_key')) : undefined
const [home, merchantPage] = ['#home', '#merchant'].map((selector) => document.querySelector(selector))
/** Ends the slot of the open merchant's page. */
let leaveMerchant = () => {}

showHome()
addEventListener('popstate', showPage)
document.addEventListener('click', onLink)
showPage()

function startMeasuring(writeKey) {
  const consent = query.get('consent') !== 'no'
  const note = consent ? 'Measuring: brands count when you see them.' : 'Not measuring: no consent.'
  document.querySelector('#note').textContent = note
  return bx.init({ endpoint, writeKey, userId: query.get('user') ?? undefined, consent, debug: query.has('debug') })
}

/** Created once: after a merchant's page the same lists are shown again and do not count again. */
function showHome() {
  showList(document.querySelector('#carousel'), 'carousel', data.carousel, merchants)
  const results = document.querySelector('#results')
  let pages = 0
  const addPage = () => {
    const list = results.appendChild(document.createElement('ol'))
    list.className = 'results'
    showList(list, 'search_result', data.results, merchants)
    pages++
  }
  // Each page of results is fetched separately: a new render. Observed again, because one page may not fill the screen.
  const end = document.querySelector('#end')
  const onEnd = ([{ isIntersecting }]) => {
    if (!isIntersecting || pages === data.results.pages) return
    addPage()
    observer.unobserve(end)
    observer.observe(end)
  }
  const observer = new IntersectionObserver(onEnd)
  addPage()
  observer.observe(end)
}

/** Shows what the URL says: the shop, or one merchant. */
function showPage() {
  const merchant = new URLSearchParams(location.search).get('merchant')
  leaveMerchant()
  leaveMerchant = () => {}
  home.hidden = merchant !== null
  merchantPage.hidden = merchant === null
  if (merchant === null) return
  document.querySelector('#merchant-name').textContent = nameOf(merchant)
  merchantPage.querySelector('.back').href = addressOf()
  const list = merchantPage.querySelector('ul')
  list.replaceChildren()
  leaveMerchant = showList(list, 'merchant_page', data.merchantPage, [merchant])
}

function onLink(event) {
  const link = event.target.closest('a.name, a.back')
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
  event.preventDefault()
  history.pushState(null, '', link.href)
  showPage()
  document.querySelector(home.hidden ? '#merchant-name' : '#carousel a').focus()
}

/** One list on the screen: one render, and a slot for each merchant. Returns a function that ends it. */
function showList(parent, exposureType, { placementKey: placementId, slots }, list) {
  const shown = list.slice(0, slots)
  const renderId = client?.render({ placementId, slotsAvailable: slots, slotsFilled: shown.length })
  const ends = shown.map((merchantId, rankPosition) => {
    const card = makeCard(merchantId, placementId)
    parent.append(card)
    const exposureUnitId = unitIdOf(rankPosition)
    const slot = { merchantId, placementId, exposureUnitId, exposureType, rankPosition, renderId }
    return client?.observe(card, { ...slot, algorithmVersion: 'shop-1' })
  })
  return () => {
    for (const end of ends) end?.()
  }
}

function makeCard(merchantRef, placementId) {
  const card = document.querySelector('#card').content.firstElementChild.cloneNode(true)
  const name = nameOf(merchantRef)
  const hue = [...merchantRef].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 0)
  card.style.setProperty('--hue', hue)
  card.querySelector('.logo').textContent = name[0]
  const title = card.querySelector('.name')
  title.textContent = name
  title.href = addressOf(merchantRef)
  card.querySelector('small').textContent = `Up to ${2 + (hue % 9)} % back`
  const link = card.querySelector('.go')
  link.setAttribute('aria-label', `Shop now at ${name}`)
  leadOutwards(link, merchantRef, placementId)
  return card
}

/**
 * The link is complete before the click, so that it also works in a new tab and from a menu. The redirect server passes the
 * click's id on as the affiliate network's sub-id: each id is for one click.
 */
function leadOutwards(link, merchantId, placementId) {
  let clickId
  const setAddress = () => {
    clickId = client?.clickId()
    link.href = outwards(merchantId, placementId, clickId)
  }
  const onClick = ({ type, button }) => {
    // The middle button opens a tab; the right one opens a menu.
    if (type === 'auxclick' && button !== 1) return
    client?.click({ merchantId, placementId, clickId })
    // Later, because the browser must read the link first.
    setTimeout(setAddress)
  }
  setAddress()
  link.addEventListener('click', onClick)
  link.addEventListener('auxclick', onClick)
}

function addressOf(merchantRef) {
  const address = new URLSearchParams(location.search)
  address.delete('merchant')
  if (merchantRef) address.set('merchant', merchantRef)
  return `?${address}`
}

function nameOf(merchantRef) {
  return merchantRef.replaceAll('-', ' ').replace(/\b\w/g, (letter) => letter.toUpperCase())
}

/** A real shop uses the id of the creative. */
function unitIdOf(rankPosition) {
  return `00000000-0000-4000-8000-${String(rankPosition + 1).padStart(12, '0')}`
}
