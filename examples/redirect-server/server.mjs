// A redirect server for affiliate links: it reports the click with the secret server key, and redirects the visitor with the
// click id as the network's sub-id. When the network reports a sale, it reports the sale. Needs Node only, no packages.
// SHOP_URL is the merchant's shop.
//   BX_URL=http://127.0.0.1:3000 BX_SERVER_KEY=... node examples/redirect-server/server.mjs
import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const {
  BX_URL = 'http://127.0.0.1:3000',
  BX_SERVER_KEY,
  PORT = '3400',
  SHOP_URL = 'https://shop.example/',
} = process.env
if (!/^https?:$/.test(new URL(SHOP_URL).protocol)) throw new Error(`SHOP_URL is not an http(s) address: ${SHOP_URL}`)
if (!BX_SERVER_KEY) throw new Error('BX_SERVER_KEY is not set: npm start writes server_key into .data/demo.json')

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost')
  try {
    if (url.pathname === '/go') await redirect(url.searchParams, response)
    else if (url.pathname === '/postback') await postback(url.searchParams, response)
    else response.writeHead(404).end('Not found: /go and /postback are here\n')
  } catch (error) {
    console.error(error)
    if (!response.headersSent) response.writeHead(500).end('Failed\n')
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log(`Redirects: http://127.0.0.1:${PORT}/go?merchant=...&user=...`))

/** GET /go?merchant=&user=&placement=&click_id=: with the SDK's click_id in the link, the click counts once. */
async function redirect(query, response) {
  const [merchant, user] = [query.get('merchant'), query.get('user')]
  if (!merchant || !user) return response.writeHead(400).end('merchant and user are needed\n')
  const click_id = query.get('click_id') ?? randomUUID()
  // The redirect does not wait for the report.
  const shop = new URL(SHOP_URL)
  shop.search = new URLSearchParams({ merchant, subid: click_id })
  response.writeHead(302, { location: shop.href }).end()
  await send('/api/click/batch', {
    click_id,
    merchant_id: merchant,
    placement_id: query.get('placement') ?? undefined,
    user_id: createHash('sha256').update(user).digest('hex'),
    session_id: randomUUID(),
    timestamp: new Date().toISOString(),
  })
}

/** GET /postback?order=&subid=&merchant=&amount=&commission=&currency=&status=: called by the affiliate network. */
async function postback(query, response) {
  const receipt = await send('/api/conversion/batch', {
    conversion_id: query.get('order'),
    click_id: query.get('subid') ?? undefined,
    merchant_id: query.get('merchant'),
    timestamp: new Date().toISOString(),
    order_amount: query.get('amount'),
    commission_amount: query.get('commission'),
    currency: query.get('currency') ?? 'GBP',
    status: query.get('status') ?? 'pending',
  })
  response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify(receipt)}\n`)
}

/** Sends one event; retries the same event on network errors, 408, 429 and 5xx, after Retry-After. */
async function send(path, event, attempt = 1) {
  const headers = { authorization: `Bearer ${BX_SERVER_KEY}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ events: [event] })
  const answer = await fetch(BX_URL + path, { method: 'POST', headers, body }).catch(() => undefined)
  const isWorthAnother = !answer || answer.status === 408 || answer.status === 429 || answer.status >= 500
  if (!isWorthAnother) return answer.json()
  if (attempt === 6) throw new Error(`Not taken after 6 attempts: ${path}`)
  const seconds = Math.max(Number(answer?.headers.get('retry-after')) || 0, 2 ** attempt * Math.random())
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  return send(path, event, attempt + 1)
}
