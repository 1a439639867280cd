/** What the code of the last step is filled in with. */
export interface Filled {
  readonly endpoint: string
  readonly placementKey: string
  readonly slots: number
  readonly merchantRef: string
  readonly merchantName: string
  /** null: the key is stored elsewhere and cannot be shown again. */
  readonly writeKey: string | null
  readonly origin: string
}

export const MISSING_KEY = 'YOUR_WRITE_KEY'
/** An exposure unit is a creative of yours; any UUID will do for a first event. */
const UNIT = '00000000-0000-4000-8000-000000000001'

export const SNIPPETS = {
  'Script tag': (f: Filled) => `<ul>
  <li class="card" data-merchant="${f.merchantRef}"
    data-unit="${UNIT}">${escaped(f.merchantName)}</li>
</ul>
<script src="${f.endpoint}/sdk/bx.js" crossorigin></script>
<script>
  const placementId = '${f.placementKey}'
  const cards = [...document.querySelectorAll('.card')]
  const client = bx.init({ endpoint: '${f.endpoint}', consent: true, debug: true,
    writeKey: '${keyOf(f)}' })
  const renderId = client.render({ placementId, slotsAvailable: ${f.slots}, slotsFilled: cards.length })
  cards.forEach((card, rankPosition) => client.observe(card, {
    merchantId: card.dataset.merchant, exposureUnitId: card.dataset.unit,
    placementId, renderId, rankPosition, exposureType: 'carousel' }))
</script>`,
  React: (f: Filled) => `import { init } from '@bx/sdk'
import { Placement, useExposure } from '@bx/sdk/react'

const client = init({ endpoint: '${f.endpoint}', writeKey: '${keyOf(f)}', consent: true })
const list = [{ ref: '${f.merchantRef}', name: ${JSON.stringify(f.merchantName)}, unit: '${UNIT}' }]

export function Brands() {
  return (
    <Placement client={client} placementId="${f.placementKey}" list={list}>
      {list.map((brand, rank) => <Card key={brand.ref} brand={brand} rank={rank} />)}
    </Placement>
  )
}

function Card({ brand, rank }) {
  const { ref, click } = useExposure({ merchantId: brand.ref, rankPosition: rank,
    exposureUnitId: brand.unit, exposureType: 'card' })
  return <a ref={ref} href="#" onClick={() => click()}>{brand.name}</a>
}`,
  Server: (f: Filled) => `// A server uses a secret key: Settings > Keys > New key, kind "server".
const id = () => crypto.randomUUID()
await fetch('${f.endpoint}/api/exposure/batch', {
  method: 'POST',
  headers: { authorization: \`Bearer \${process.env.BX_SERVER_KEY}\`, 'content-type': 'application/json' },
  body: JSON.stringify({ events: [{ event_id: id(), exposure_unit_id: id(), user_id: id(), session_id: id(),
    merchant_id: '${f.merchantRef}', placement_id: '${f.placementKey}', exposure_type: 'email', rank_position: 0,
    timestamp: new Date().toISOString(), is_clickable: true, algorithm_version: 'v1', viewable: null }] }),
})`,
  curl: (f: Filled) => `id() { node -p 'crypto.randomUUID()'; }
curl ${f.endpoint}/api/exposure/batch -H 'content-type: application/json' \\
  -H 'Authorization: Bearer ${keyOf(f)}' -H 'Origin: ${f.origin}' -d '{"events":[{
  "event_id":"'$(id)'","exposure_unit_id":"'$(id)'","user_id":"'$(id)'","session_id":"'$(id)'",
  "merchant_id":"${f.merchantRef}","placement_id":"${f.placementKey}","exposure_type":"carousel",
  "timestamp":"'$(date -u +%FT%TZ)'","rank_position":0,"is_clickable":true,"algorithm_version":"v1"}]}'`,
} as const satisfies Record<string, (filled: Filled) => string>
export type SnippetName = keyof typeof SNIPPETS

function keyOf({ writeKey }: Filled): string {
  return writeKey ?? MISSING_KEY
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[letter]!)
}
