import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../lib/errors.ts'
import { pagePolicy } from './pagePolicy.ts'

/** An unknown address: a page for a person in a browser, the error not_found for a program. */
export function answerNotFound(server: FastifyInstance, { web }: { readonly web: string }): void {
  server.setNotFoundHandler((request, reply) => {
    const file = join(web, '404.html')
    if (!wantsPage(request) || !existsSync(file)) throw new AppError('not_found')
    return sendPage(reply, readFileSync(file, 'utf8'))
  })
}

function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html')
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .code(404)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', pagePolicy(html))
    .header('cache-control', 'no-cache')
    .send(html)
}
