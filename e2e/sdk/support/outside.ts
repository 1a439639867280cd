import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Shop } from './shop.ts'
import { readSnippets } from './snippets.ts'

// A project outside the repository that follows a guide: it gets the SDK by the guide's own `npm install`, as the server
// serves the package, and its tools from what npm has installed here. Nothing of the repository's sources is within reach.

const run = promisify(execFile)
const modules = join(import.meta.dirname, '../../../node_modules')

export interface Facts {
  readonly url: string
  readonly key: string
  readonly shop: Shop
}

export interface Outside {
  readonly folder: string
  /** Of the package, as npm's lockfile holds it. */
  readonly integrity: string
  /** Runs a program that a linked package brings, such as `vite/bin/vite.js`. */
  tool(script: string, ...args: readonly string[]): Promise<void>
  /** Where such a program lies. */
  node(script: string): string
  remove(): void
}

/** Writes and installs what the guide says; `scaffold` is what the framework's own starter would have made. */
export async function buildOutside(
  guide: string,
  facts: Facts,
  { scaffold = {}, links = [] }: { scaffold?: Readonly<Record<string, string>>; links?: readonly string[] },
): Promise<Outside> {
  const folder = mkdtempSync(join(tmpdir(), 'bx-outside-'))
  const { files, commands } = readSnippets(guide)
  write(folder, { 'package.json': '{"name":"outside","private":true,"type":"module"}', ...scaffold })
  write(folder, Object.fromEntries(Object.entries(files).map(([path, text]) => [path, filledIn(text, facts)])))
  for (const command of commands)
    await run('sh', ['-ec', command], { cwd: folder, env: withoutRegistry(folder, facts.url) })
  // Only now: npm would remove what it did not install.
  for (const name of links) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(join(modules, name), join(folder, 'node_modules', name))
  }
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as Lock
  return {
    folder,
    integrity: lock.packages['node_modules/@bx/sdk']!.integrity,
    node: (script) => join(modules, script),
    async tool(script, ...args) {
      const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
      await run(process.execPath, [join(modules, script), ...args], { cwd: folder, env }).catch(tellAll)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity: string }>>
}

/** What the reader of a guide puts in. */
function filledIn(text: string, { url, key, shop }: Facts): string {
  const own = { $URL: url, $KEY: key, my_first: shop.placementKey, 'my-brand': shop.merchantRefs[0]! }
  return Object.entries(own).reduce((filled, [given, value]) => filled.replaceAll(given, value), text)
}

/** The package comes from the server alone: npm finds no registry, and nothing that an earlier test has left. */
function withoutRegistry(folder: string, url: string): NodeJS.ProcessEnv {
  const own = {
    npm_config_registry: 'http://127.0.0.1:1/',
    npm_config_cache: join(folder, '.npm'),
    npm_config_audit: 'false',
    npm_config_update_notifier: 'false',
    npm_config_fetch_retries: '0',
  }
  return { ...process.env, ...own, URL: url }
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** Compilers say what is wrong on the output, which Node's own error leaves out. */
function tellAll(error: Error & { stdout?: string; stderr?: string }): never {
  throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`)
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
}

/** The origin of the project's pages; `folder` may be filled later. */
export async function serveFolder(folder: () => string): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const path = request.url!.split('?')[0]!.replace(/\/$/, '/index.html')
    try {
      const body = readFileSync(join(folder(), path))
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`, server }
}
