import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const WORKSPACES = ['contracts', 'sdk', 'server', 'web'].map((folder) => `${folder}/package.json`)

test('a release: changesets give the package its version and changelog; lockfile and events follow; nothing else', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'bx-release-'))
  try {
    for (const path of ['package.json', 'package-lock.json', '.changeset', 'sdk/src/recorder.ts', ...WORKSPACES])
      cpSync(join(root, path), join(copy, path), { recursive: true })
    writeFileSync(join(copy, '.changeset/fix.md'), '---\n"@bx/sdk": patch\n---\n\nA fault less.\n')
    const read = (path: string) => readFileSync(join(copy, path), 'utf8')
    const { sdk: before, ...beforeOthers } = versions(read)
    await run('git', ['init', '-q'], { cwd: copy })
    await run(process.execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], { cwd: copy })
    await run(process.execPath, [join(root, 'scripts/version-sdk.ts')], { cwd: copy })
    const { sdk, ...others } = versions(read)
    expect(sdk).not.toBe(before)
    expect(others).toEqual(beforeOthers)
    expect(read('sdk/CHANGELOG.md')).toMatch(new RegExp(`## ${sdk}\n[\\s\\S]*A fault less`))
    expect(JSON.parse(read('package-lock.json')).packages.sdk.version).toBe(sdk)
    expect(read('sdk/src/recorder.ts')).toContain(`SDK_VERSION = '${sdk}'`)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
})

function versions(read: (path: string) => string): Record<string, string> {
  return Object.fromEntries(WORKSPACES.map((path) => [path.split('/')[0]!, JSON.parse(read(path)).version as string]))
}
