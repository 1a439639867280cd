import { lstat, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { restoreLibraryLinks } from './binaries.ts'

test('library links that a blocked install script did not make are made, once', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'bx-binaries-'))
  await mkdir(join(dir, 'native', 'lib'), { recursive: true })
  await writeFile(join(dir, 'native', 'lib', 'libpq.so.5.18'), 'a library')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  await writeFile(join(dir, 'native', 'pg-symlinks.json'), JSON.stringify(links))

  await restoreLibraryLinks(dir)
  await restoreLibraryLinks(dir)

  expect(await readFile(join(dir, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('a library')
  expect((await lstat(join(dir, 'native', 'lib', 'libpq.so.5'))).isSymbolicLink()).toBe(true)
  await rm(dir, { recursive: true })
})
