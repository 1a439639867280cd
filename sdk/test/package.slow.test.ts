import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { build } from 'esbuild'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packTarball } from '../pack.ts'
import { CONSUMERS, RUNS } from './consumers.ts'

// The package as another project gets it: the tarball, and what npm makes of it in a folder outside the repository.

const run = promisify(execFile)
const sdk = join(import.meta.dirname, '..')
const tarball = packTarball(sdk)
const outside = mkdtempSync(join(tmpdir(), 'bx-package-'))
const lib = join(outside, 'node_modules/@bx/sdk/lib')
const filesOf = (bytes: Buffer) => {
  const unpacked = createPackageFromTarballData(new Uint8Array(bytes))
  return Object.fromEntries(unpacked.listFiles().map((path) => [path, unpacked.readFile(path)]))
}

beforeAll(async () => {
  write('package.json', '{"name":"outside","private":true}')
  writeFileSync(join(outside, tarball.name), tarball.bytes)
  await npm(outside, 'install', '--offline', '--no-audit', `./${tarball.name}`)
  for (const linked of ['react', '@types/react']) {
    mkdirSync(dirname(join(outside, 'node_modules', linked)), { recursive: true })
    symlinkSync(join(sdk, '../node_modules', linked), join(outside, 'node_modules', linked))
  }
}, 60_000)
afterAll(() => rmSync(outside, { recursive: true, force: true }))

test('the tarball that is served holds what `npm pack` packs, and nothing of the contracts', async () => {
  const folder = mkdtempSync(join(outside, 'packed-'))
  await npm(sdk, 'pack', '--ignore-scripts', '--pack-destination', folder)
  const ours = filesOf(tarball.bytes)
  expect(readdirSync(folder)).toEqual([tarball.name])
  expect(filesOf(readFileSync(join(folder, tarball.name)))).toEqual(ours)
  expect(Object.keys(ours)).toEqual(
    expect.arrayContaining(['README.md', 'LICENSE'].map((file) => expect.stringContaining(file))),
  )
  expect(Object.values(ours).filter((text) => /@bx\/contracts|\bzod\b/.test(text))).toEqual([])
  expect(readFileSync(join(sdk, 'LICENSE'), 'utf8')).toBe(readFileSync(join(sdk, '../LICENSE'), 'utf8'))
})

test('publint finds nothing', async () => {
  const { buffer, byteOffset, byteLength } = tarball.bytes
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
  expect((await publint({ strict: true, pack: { tarball: bytes } })).messages).toEqual([])
})

test('are the types wrong? Not for import, require or bundlers', async () => {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball.bytes)))
  expect(result.types && result.problems).toEqual(
    // Without `exports`, TypeScript's resolution of 2012 and Node 10 know the main entry only.
    ['./auto', './react', './react-native'].map((entrypoint) => ({
      kind: 'NoResolution',
      entrypoint,
      resolutionKind: 'node10',
    })),
  )
})

test.each(Object.entries(CONSUMERS))('types resolve, and refuse what is wrong: %s', async (file, { text, options }) => {
  write(file, text)
  const compilerOptions = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false }
  const common = { ...compilerOptions, target: 'es2022', lib: ['es2022', 'dom'], types: [] }
  write('tsconfig.json', JSON.stringify({ compilerOptions: { ...common, ...options }, files: [file] }))
  await run(process.execPath, [join(sdk, '../node_modules/typescript/bin/tsc'), '-p', outside]).catch(tellAll)
})

describe('importing has no effect', () => {
  test.each(Object.entries(RUNS))('in Node without a page, where init does nothing: %s', async (file, text) => {
    write(file, text)
    const { stdout } = await run(process.execPath, [file], { cwd: outside })
    expect(JSON.parse(stdout)).toEqual({
      exported: ['init', 'observeAttributes', 'Placement', 'useExposure', 'init', 'useExposureList'],
      globals: [],
      warnings: [],
    })
  })

  test('and bundlers may leave out what is not used; scripts for a tag stay', async () => {
    const contents = ['@bx/sdk', '@bx/sdk/auto', '@bx/sdk/react', '@bx/sdk/react-native']
      .map((entry) => `import '${entry}'`)
      .join('\n')
    const { outputFiles } = await build({
      ...{ stdin: { contents, resolveDir: outside }, bundle: true, write: false, format: 'esm', external: ['react'] },
      logLevel: 'silent', // says that the imports have no effect
    })
    expect(outputFiles[0]!.text.trim()).toBe('')
    const { sideEffects } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as { sideEffects: string[] }
    const tags = readdirSync(lib).filter((file) => file.endsWith('.js'))
    expect(sideEffects.sort()).toEqual(tags.map((file) => `./lib/${file}`).sort())
  })

  test('frameworks know that React parts are for the browser', () => {
    for (const file of ['bx-react.mjs', 'bx-react.cjs'])
      expect(readFileSync(join(lib, file), 'utf8')).toMatch(/^"use client";/)
  })
})

test('bx.js is at most 5 KB gzipped, and the README names the size of each entry', () => {
  const sizeOf = (file: string) => gzipSync(readFileSync(join(sdk, 'dist', file)), { level: 9 }).length
  expect(sizeOf('bx.js')).toBeLessThanOrEqual(5120)
  const readme = readFileSync(join(sdk, 'README.md'), 'utf8')
  const rows = readme.matchAll(/^\| `(?:@bx\/sdk\/?)?([\w.-]*)` .* ([\d.]+) KB \|$/gm)
  const named = [...rows].map(([, entry, size]) => {
    const file = entry!.endsWith('.mjs') ? entry! : `bx${entry && '-'}${entry}.mjs`
    return [file, Math.abs(Number(size) - sizeOf(file) / 1024) < 0.15]
  })
  const modules = readdirSync(join(sdk, 'dist')).filter((file) => file.endsWith('.mjs'))
  expect(Object.fromEntries(named)).toEqual(Object.fromEntries(modules.map((file) => [file, true])))
})

test.each(readdirSync(join(sdk, 'lib')).filter((file) => /js$/.test(file)))(
  'the source map of %s leads back to the line that was written',
  (file) => {
    const code = readFileSync(join(lib, file), 'utf8')
    expect(code).toMatch(new RegExp(`\n//# sourceMappingURL=${file}.map\n$`))
    const payload = JSON.parse(readFileSync(join(lib, `${file}.map`), 'utf8')) as SourceMapPayload
    const map = new SourceMap(payload)
    const sources = payload.sourcesContent.join('\n')
    // Words that minifying keeps, and that both texts have once. The list of exports is not mapped.
    const body = code.split('export{')[0]!
    const words = (body.match(/[A-Za-z]{8,}/g) ?? []).filter((word) =>
      [code, sources].every((text) => isOnce(word, text)),
    )
    expect(words.length).toBeGreaterThan(2)
    for (const word of words) {
      const before = code.slice(0, code.search(whole(word))).split('\n')
      const entry = map.findEntry(before.length - 1, before.at(-1)!.length)
      if (!('originalSource' in entry)) throw new Error(`${word} has no source`)
      const source = payload.sourcesContent[payload.sources.indexOf(entry.originalSource)]!
      expect(source.split('\n')[entry.originalLine]).toContain(word)
    }
  },
)

const whole = (word: string) => new RegExp(`(?<![A-Za-z])${word}(?![A-Za-z])`, 'g')
const isOnce = (word: string, text: string) => text.match(whole(word))?.length === 1

test('the version that events carry is the package\u2019s', () => {
  const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as { version: string }
  expect(readFileSync(join(lib, 'bx.mjs'), 'utf8')).toContain(`"${version}"`)
  const lock = JSON.parse(readFileSync(join(sdk, '../package-lock.json'), 'utf8'))
  expect(lock.packages.sdk.version).toBe(version)
})

function write(file: string, text: string): void {
  writeFileSync(join(outside, file), text)
}

async function npm(folder: string, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, npm_config_cache: join(outside, '.npm'), npm_config_update_notifier: 'false' }
  await run('npm', args, { cwd: folder, env, shell: process.platform === 'win32' })
}

/** The compiler says what is wrong on its output. */
function tellAll({ stdout }: { readonly stdout: string }): never {
  throw new Error(stdout)
}
