import { readdirSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join, relative } from 'node:path'
import { pagePolicy } from '../../src/serve/pagePolicy.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Bytes as they are, to a real connection. */
export function sendRaw(bytes: string, port: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write(bytes))
    socket.on('data', (data) => {
      text += data
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(parsed(text)))
  })
}

function parsed(text: string): Answer {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [line = '', ...lines] = head.split('\r\n')
  const headers = lines.map((header) => [header.split(':')[0]!.toLowerCase(), header.slice(header.indexOf(':') + 2)])
  return { status: Number(line.split(' ')[1]), headers: Object.fromEntries(headers), body }
}

export const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))

/** What is wrong with the headers of an answer. */
export function faultsOf({ headers, body }: Answer, { https = false, isSdk = false } = {}): string[] {
  const policy = String(headers['content-security-policy'])
  const wanted = {
    ...{ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin' },
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': isSdk ? 'cross-origin' : 'same-origin',
    'strict-transport-security': https ? 'max-age=31536000' : undefined,
  }
  const isPage = /^text\/html/.test(String(headers['content-type']))
  return [
    ...Object.entries(wanted).flatMap(([name, value]) =>
      headers[name] === value ? [] : [`${name}: ${headers[name]}`],
    ),
    ...(/frame-ancestors 'none'/.test(policy) && /base-uri 'none'/.test(policy) ? [] : [`policy: ${policy}`]),
    ...(isPage && policy !== pagePolicy(body) && !isClosed(policy) ? [`policy of another page: ${policy}`] : []),
    ...(!isPage && !/^default-src 'none';/.test(policy) ? [`policy of a page: ${policy}`] : []),
    ...(/unsafe-eval|script-src[^;]*'unsafe-inline'|\*/.test(policy) ? [`open policy: ${policy}`] : []),
    ...(/camera=\(\)/.test(String(headers['permissions-policy'])) ? [] : ['permissions-policy']),
    ...(headers['x-request-id'] ? [] : ['x-request-id']),
    ...(headers['x-powered-by'] || headers.server ? ['names the software'] : []),
  ]
}

/** Of a page with nothing inline: even stricter than that of the dashboard. */
function isClosed(policy: string): boolean {
  return /^default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';/.test(policy)
}
