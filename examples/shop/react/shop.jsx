// The example shop in React: a carousel, search results that go on as one scrolls, and a merchant's page.
// ?write_key= says with which key to measure, ?user= who is signed in.
import { StrictMode, useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { init } from '../../../sdk/src/browser.ts'
import { Placement, useExposure } from '../../../sdk/src/react.ts'

const query = new URLSearchParams(location.search)
const client = init({
  endpoint: query.get('endpoint') ?? '',
  writeKey: query.get('write_key') ?? '',
  userId: query.get('user') ?? undefined,
  consent: query.has('write_key'),
  debug: query.has('debug'),
})
const MERCHANTS =
  'fernway-coffee atlas-hotels luma-skin voltiq-electronics juniper-fashion sprout-grocers cobalt-sports oak-and-ember marquee-tickets pawsome-lane saffron-row tern-airways'.split(
    ' ',
  )
const FEATURED = MERCHANTS.slice(0, 8)

createRoot(document.querySelector('#shop')).render(
  <StrictMode>
    <Shop />
  </StrictMode>,
)

function Shop() {
  const [merchant, setMerchant] = useState()
  if (merchant) return <MerchantPage merchant={merchant} onBack={() => setMerchant(undefined)} />
  return (
    <>
      <section aria-labelledby="earn">
        <h1 id="earn">Earn on what you buy</h1>
        <ul className="carousel" aria-label="Featured brands">
          <Slots placementId="home_earn_carousel" exposureType="carousel" list={FEATURED} onOpen={setMerchant} />
        </ul>
      </section>
      <Results onOpen={setMerchant} />
    </>
  )
}

/** Each further page of results is a list of its own: one more render. */
function Results({ onOpen }) {
  const [pages, setPages] = useState([MERCHANTS])
  const end = useRef(null)
  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => entry.isIntersecting && setPages((shown) => (shown.length < 5 ? [...shown, [...MERCHANTS]] : shown)),
    )
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [])
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
        <Card key={merchant} merchant={merchant} rank={rank} exposureType={exposureType} onOpen={onOpen} />
      ))}
    </Placement>
  )
}

function Card({ merchant, rank, exposureType, onOpen }) {
  const { ref, click } = useExposure({
    merchantId: merchant,
    rankPosition: rank,
    exposureType,
    exposureUnitId: `00000000-0000-4000-8000-${String(rank + 1).padStart(12, '0')}`,
    algorithmVersion: 'shop-react-1',
  })
  const onClick = () => {
    click()
    onOpen(merchant)
  }
  return (
    <li className="card" ref={ref}>
      <span className="logo" aria-hidden="true">
        {merchant[0].toUpperCase()}
      </span>
      <strong>{merchant}</strong>
      <small>Up to {2 + rank} % back</small>
      <a href={`#${merchant}`} aria-label={`Shop now at ${merchant}`} onClick={onClick}>
        Shop now
      </a>
    </li>
  )
}

function MerchantPage({ merchant, onBack }) {
  const [list] = useState([merchant])
  return (
    <section aria-label={merchant}>
      <button type="button" onClick={onBack}>
        Back
      </button>
      <ul className="results">
        <Slots placementId="merchant_page" exposureType="merchant_page" list={list} onOpen={() => {}} />
      </ul>
    </section>
  )
}
