// A child of `npm start`: serves examples/shop on a separate origin, like a real shop. It must not run on the origin of the
// dashboards, where a script could act as the signed-in user.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { readSdkBuild } from '../../sdk/version.ts'
import { exitWhenParentDies } from '../../server/src/lib/exitWhenParentDies.ts'
import { securityHeaders } from '../../server/src/serve/securityHeaders.ts'

const { HOST = '127.0.0.1', SHOP_PORT, DEMO_URL } = process.env
const root = join(import.meta.dirname, '../..')
const measuring = new URL(DEMO_URL!)
const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript' } as const

/** Paths below examples/shop, without the sources of the React shop. */
const FILES: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/shop.css': 'shop.css',
  '/shop.js': 'shop.js',
  '/address.js': 'address.js',
  '/react/': 'react/index.html',
}

const HEADERS = {
  ...securityHeaders({ https: false }),
  'cache-control': 'no-cache',
  'content-security-policy': [
    "default-src 'none'",
    `script-src 'self' ${measuring.origin}`,
    `connect-src ${measuring.origin}`,
    "style-src 'self' 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
}

exitWhenParentDies()
const server = createServer(answer).listen(Number(SHOP_PORT), HOST)
const stop = () => {
  server.close(() => process.exit(0))
  server.closeAllConnections()
}
process.on('SIGTERM', stop).on('SIGINT', stop)

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url!.split('?')[0]!
  const file = FILES[path] ?? /^\/(react\/dist\/[\w-]+\.js)$/.exec(path)?.[1]
  const text = file === undefined ? null : read(file)
  if (file === undefined || text === null) {
    response.writeHead(404, { ...HEADERS, 'content-type': 'text/plain' }).end('Not found\n')
    return
  }
  const type = TYPES[file.split('.').at(-1) as keyof typeof TYPES]
  response.writeHead(200, { ...HEADERS, 'content-type': `${type}; charset=utf-8` }).end(text)
}

function read(file: string): string | null {
  try {
    const text = readFileSync(join(root, 'examples/shop', file), 'utf8')
    return file.endsWith('.html') ? filled(text) : text
  } catch {
    return null
  }
}

/** Inserts the Brand Exposure server and the current build of the SDK into the page. */
function filled(html: string): string {
  const { version, integrity } = readSdkBuild(join(root, 'sdk/dist'))
  return html
    .replaceAll('%BX_URL%', measuring.href.replace(/\/$/, ''))
    .replaceAll('%SDK_VERSION%', version)
    .replaceAll('%SDK_INTEGRITY%', integrity['bx.js']!)
}
