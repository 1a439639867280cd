import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { AppDeps } from './app.ts'

/** The built dashboard at /, the SDK bundle at /sdk/, the example shop at /examples/shop/. */
export async function mountStatic(server: FastifyInstance, folders: AppDeps['folders']): Promise<void> {
  if (existsSync(folders.sdk)) {
    await server.register(fastifyStatic, {
      root: folders.sdk,
      prefix: '/sdk/',
      decorateReply: false,
      // Shops on other origins load it with a plain script tag or as a module.
      setHeaders: (reply) =>
        reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=300'),
    })
  }
  if (existsSync(folders.examples)) {
    await server.register(fastifyStatic, {
      root: folders.examples,
      prefix: '/examples/',
      decorateReply: false,
      redirect: true,
    })
  }
  if (!existsSync(folders.web)) return
  const policies = new Map<string, string>()
  await server.register(fastifyStatic, {
    root: folders.web,
    prefix: '/',
    redirect: true,
    decorateReply: false,
    setHeaders: (reply, file) => {
      if (file.endsWith('.html')) {
        reply.header('content-security-policy', policyOf(file, policies)).header('cache-control', 'no-cache')
        reply.header('x-frame-options', 'DENY')
      } else if (file.includes('/_next/static/')) reply.header('cache-control', 'public, max-age=31536000, immutable')
    },
  })
}

// The exported pages carry inline scripts; the policy names each by its hash, so that no other runs. Styles are inline
// in Mantine and ECharts.
function policyOf(file: string, policies: Map<string, string>): string {
  let policy = policies.get(file)
  if (policy === undefined) {
    const html = readFileSync(file, 'utf8')
    const hashes = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
      ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
    )
    policy = `default-src 'self'; script-src 'self' ${[...new Set(hashes)].join(' ')}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`
    policies.set(file, policy)
  }
  return policy
}
