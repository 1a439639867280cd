// postgres refuses to run as root, so root runs it as another user: the cluster's owner, else `postgres`, else
// `nobody`.
import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

export interface RunAs {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

interface SpawnAs {
  readonly cwd: string
  readonly env: Record<string, string>
  readonly uid?: number
  readonly gid?: number
}

const run = promisify(execFile)

/** `null`: we are not root, postgres runs as our user. */
export async function chooseUser(dataDir: string): Promise<RunAs | null> {
  if (process.getuid?.() !== 0) return null
  const owner = await stat(dataDir).catch(() => null)
  const known = parsePasswd(await readFile('/etc/passwd', 'utf8'))
  if (owner && owner.uid !== 0) {
    const name = known.find((user) => user.uid === owner.uid)?.name ?? `uid ${owner.uid}`
    return { name, uid: owner.uid, gid: owner.gid }
  }
  const user = known.find(({ name }) => name === 'postgres') ?? known.find(({ name }) => name === 'nobody')
  if (user) return user
  throw new Error(
    'PostgreSQL does not run as root, and /etc/passwd has neither "postgres" nor "nobody": start as another user or add one',
  )
}

/** Asks the kernel as that user (so access lists count as well) and names the first folder it cannot enter. */
export async function assertReachable(user: RunAs, paths: readonly string[]): Promise<void> {
  const script = 'for path; do [ -x "$path" ] || { echo "$path"; exit 0; }; done'
  const { stdout } = await run('/bin/sh', ['-c', script, 'sh', ...paths.flatMap(withAncestors)], spawnAs(user))
  const blocked = stdout.trim()
  if (blocked === '') return
  throw new Error(
    `Started as root, PostgreSQL runs as the user ${user.name}, who cannot enter ${blocked}. Start as the user who owns ` +
      `that folder, or let others pass through it ("chmod o+x"), or move it (needed: ${paths.join(', ')})`,
  )
}

/** With an empty environment: PostgreSQL gets neither our secrets nor stray PG* and LC_* variables. */
export function spawnAs(user: RunAs | null): SpawnAs {
  const common = { cwd: '/', env: {} }
  return user ? { ...common, uid: user.uid, gid: user.gid } : common
}

function withAncestors(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [...withAncestors(parent), path]
}

function parsePasswd(text: string): RunAs[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}
