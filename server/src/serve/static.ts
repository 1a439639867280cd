import { existsSync, readFileSync, type Stats } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AppDeps } from './appDeps.ts'
import { pagePolicy } from './pagePolicy.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'

/** The built dashboard at /, the SDK at /sdk/. */
export async function mountStatic(server: FastifyInstance, folders: AppDeps['folders']): Promise<void> {
  if (existsSync(folders.sdk)) {
    await server.register(fastifyStatic, {
      ...{ root: folders.sdk, prefix: '/sdk/', decorateReply: false, dotfiles: 'ignore', allowedPath: isPublic },
      setHeaders: letShopsLoad,
    })
  }
  if (!existsSync(folders.web)) return
  const policies = new Map<string, Policy>()
  await server.register(fastifyStatic, {
    ...{ root: folders.web, prefix: '/', redirect: true, decorateReply: false },
    ...{ dotfiles: 'ignore', allowedPath: isPublic },
    setHeaders: (reply, file, stat) => {
      if (file.endsWith('.html')) {
        reply.header('content-security-policy', policyOf(file, stat, policies)).header('cache-control', 'no-cache')
      } else if (file.includes('/_next/static/')) reply.header('cache-control', IMMUTABLE)
    },
  })
}

/** Hidden files, sources and source maps are not served, even if a build leaves them in a served folder. */
function isPublic(path: string): boolean {
  return !/\/\.|\.(?:map|jsx|tsx|[cm]?ts)$/i.test(path)
}

/**
 * Shops on other origins load the SDK with a plain script tag or as a module. A path with a version or hash never
 * changes its content.
 */
function letShopsLoad(reply: FastifyReply, file: string): void {
  reply
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', /\/[0-9a-f]{16}\/[^/]+$/.test(file) ? IMMUTABLE : 'public, max-age=300')
  // The npm package, whose type is missing in the list of types.
  if (file.endsWith('.tgz')) reply.header('content-type', 'application/gzip')
}

interface Policy {
  readonly mtimeMs: number
  readonly size: number
  readonly text: string
}

/** Created once per version of the file: a rebuilt dashboard has other scripts. */
function policyOf(file: string, { mtimeMs, size }: Stats, policies: Map<string, Policy>): string {
  const made = policies.get(file)
  if (made?.mtimeMs === mtimeMs && made.size === size) return made.text
  const text = pagePolicy(readFileSync(file, 'utf8'))
  policies.set(file, { mtimeMs, size, text })
  return text
}
