import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** What the declarations of the entries may import of ours: our sources, by the file of `lib`. */
const SHARED = { types: 'types', 'react-native-types': 'reactNative/types' }

/**
 * Writes the declarations of the package: `entries` maps a file of `lib` to the source that it is made from. TypeScript
 * reads `.d.mts` for `import` and `.d.cts` for `require`.
 */
export function writeDeclarations(sdk: string, entries: Readonly<Record<string, string>>): void {
  const folder = mkdtempSync(join(tmpdir(), 'bx-types-'))
  try {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
    execFileSync(process.execPath, [tsc, '-p', join(sdk, 'tsconfig.types.json'), '--outDir', folder], {
      stdio: 'inherit',
    })
    for (const [file, source] of Object.entries({ ...entries, ...SHARED }))
      for (const kind of ['mts', 'cts']) {
        const text = readFileSync(join(folder, `${source}.d.ts`), 'utf8')
        writeFileSync(join(sdk, `lib/${file}.d.${kind}`), withImportsOf(text, kind))
      }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function withImportsOf(text: string, kind: string): string {
  const named = Object.entries(SHARED).reduce(
    (all, [file, source]) =>
      all.replaceAll(new RegExp(`'\\.{1,2}/${source}\\.ts'`, 'g'), `'./${file}.${kind.replace('ts', 'js')}'`),
    text,
  )
  const [missing] = /'\.[^']*\.ts'|'@bx\/[^']*'/.exec(named) ?? []
  if (missing) throw new Error(`The package has no declarations of ${missing}: move the type to sdk/src/types.ts`)
  return named
}
