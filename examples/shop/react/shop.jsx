// The example shop in React: a carousel, search results with endless scrolling, and a merchant's page. URL parameters:
// ?write_key= the key, ?user= the signed-in user, ?merchants=ref,ref the merchants to show, ?redirect= the redirect server of
// "Shop now".
import { StrictMode, useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { init } from '../../../sdk/src/browser.ts'
import { Placement, useExposure } from '../../../sdk/src/react.ts'
import { endpoint, outwards, query } from '../address.js'

const client = init({
  endpoint,
  writeKey: query.get('write_key') ?? '',
  userId: query.get('user') ?? undefined,
  consent: query.has('write_key'),
  debug: query.has('debug'),
})
const MERCHANTS = (
  query.get('merchants')?.replaceAll(',', ' ') ??
  'fernway-coffee atlas-hotels luma-skin voltiq-electronics juniper-fashion sprout-grocers cobalt-sports oak-and-ember marquee-tickets pawsome-lane saffron-row tern-airways'
).split(' ')
const FEATURED = MERCHANTS.slice(0, 8)

createRoot(document.querySelector('#shop')).render(
  <StrictMode>
    <Shop />
  </StrictMode>,
)

/** The URL decides what is shown: the shop, or one merchant. */
function Shop() {
  const [merchant, setMerchant] = useState(merchantInAddress)
  useEffect(() => {
    const onPopState = () => setMerchant(merchantInAddress())
    addEventListener('popstate', onPopState)
    return () => removeEventListener('popstate', onPopState)
  }, [])
  const open = (next) => {
    history.pushState(null, '', addressOf(next))
    setMerchant(next)
  }
  if (merchant) return <MerchantPage key={merchant} merchant={merchant} onBack={() => open(undefined)} />
  return (
    <>
      <section aria-labelledby="earn">
        <h1 id="earn">Earn on what you buy</h1>
        <ul className="carousel" aria-label="Featured brands">
          <Slots placementId="home_earn_carousel" exposureType="carousel" list={FEATURED} onOpen={open} />
        </ul>
      </section>
      <Results onOpen={open} />
    </>
  )
}

/** Kept while a merchant's page is open: the same lists are shown again and do not count again. */
let fetched = [MERCHANTS]

/** Each further page of results is a separate list, and so a new render. */
function Results({ onOpen }) {
  const [pages, setPages] = useState(fetched)
  const end = useRef(null)
  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => entry.isIntersecting && setPages((shown) => (shown.length < 5 ? [...shown, [...MERCHANTS]] : shown)),
    )
    // Observed again for each page, because one page may not fill the screen.
    observer.observe(end.current)
    fetched = pages
    return () => observer.disconnect()
  }, [pages])
  return (
    <section aria-labelledby="found">
      <h2 id="found">Results for “everyday”</h2>
      {pages.map((list, page) => (
        <ol className="results" key={page}>
          <Slots placementId="search_results" exposureType="search_result" list={list} onOpen={onOpen} />
        </ol>
      ))}
      <p ref={end}>That is all.</p>
    </section>
  )
}

function Slots({ placementId, exposureType, list, onOpen }) {
  return (
    <Placement client={client} placementId={placementId} list={list}>
      {list.map((merchant, rank) => (
        <Card
          key={merchant}
          merchant={merchant}
          rank={rank}
          placementId={placementId}
          exposureType={exposureType}
          onOpen={onOpen}
        />
      ))}
    </Placement>
  )
}

function Card({ merchant, rank, placementId, exposureType, onOpen }) {
  const { ref, click } = useExposure({
    merchantId: merchant,
    rankPosition: rank,
    exposureType,
    exposureUnitId: `00000000-0000-4000-8000-${String(rank + 1).padStart(12, '0')}`,
    algorithmVersion: 'shop-react-1',
  })
  // The link is complete before the click, so that it also works in a new tab and from a menu. The redirect server passes the
  // click's id on as the affiliate network's sub-id: each id is for one click.
  const [clickId, setClickId] = useState(() => client.clickId())
  const onShop = ({ type, button }) => {
    // The middle button opens a tab; the right one opens a menu.
    if (type === 'auxclick' && button !== 1) return
    click(clickId)
    // Later, because the browser must read the link first.
    setTimeout(() => setClickId(client.clickId()))
  }
  const onName = (event) => {
    event.preventDefault()
    onOpen(merchant)
  }
  return (
    <li className="card" ref={ref} style={{ '--hue': (rank * 47) % 360 }}>
      <span className="logo" aria-hidden="true">
        {nameOf(merchant)[0]}
      </span>
      <strong>
        <a className="name" href={addressOf(merchant)} onClick={onName}>
          {nameOf(merchant)}
        </a>
      </strong>
      <small>Up to {2 + rank} % back</small>
      <a
        className="go"
        href={outwards(merchant, placementId, clickId)}
        aria-label={`Shop now at ${nameOf(merchant)}`}
        onClick={onShop}
        onAuxClick={onShop}
      >
        Shop now
      </a>
    </li>
  )
}

function MerchantPage({ merchant, onBack }) {
  const [list] = useState([merchant])
  const onAll = (event) => {
    event.preventDefault()
    onBack()
  }
  return (
    <section aria-labelledby="merchant-name">
      <p>
        <a href={addressOf()} onClick={onAll}>
          All brands
        </a>
      </p>
      <h1 id="merchant-name">{nameOf(merchant)}</h1>
      <ul className="results">
        <Slots placementId="merchant_page" exposureType="merchant_page" list={list} onOpen={() => {}} />
      </ul>
    </section>
  )
}

function nameOf(merchant) {
  return merchant.replaceAll('-', ' ').replace(/\b\w/g, (letter) => letter.toUpperCase())
}

function merchantInAddress() {
  return new URLSearchParams(location.search).get('merchant') ?? undefined
}

function addressOf(merchant) {
  const address = new URLSearchParams(location.search)
  address.delete('merchant')
  if (merchant) address.set('merchant', merchant)
  return `?${address}`
}
