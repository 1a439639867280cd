// postgres rotates its log by size but never removes a file: a crash loop would fill the disk.
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

const FILES_KEPT = 10 // of 10 MB
const LOOK_EVERY_MS = 60_000

export function keepLogsBounded(dataDir: string): { close(): void } {
  const prune = () => void removeOldest(dataDir).catch(() => {}) // retried in a minute
  prune()
  const timer = setInterval(prune, LOOK_EVERY_MS).unref()
  return { close: () => clearInterval(timer) }
}

/** The lines that show why postgres ended, at most the last five. */
export async function lastComplaints(dataDir: string, since: Date): Promise<string> {
  const newest = (await logFiles(dataDir)).at(-1)
  if (newest === undefined) return ''
  const text = await readFile(join(dataDir, 'log', newest), 'utf8').catch(() => '')
  const from = since.toISOString().replace('T', ' ').slice(0, 19)
  return text
    .split('\n')
    .filter((line) => line.slice(0, 19) >= from && /(FATAL|PANIC|HINT|could not)/.test(line))
    .slice(-5)
    .join('\n')
}

async function removeOldest(dataDir: string): Promise<void> {
  for (const name of (await logFiles(dataDir)).slice(0, -FILES_KEPT))
    await rm(join(dataDir, 'log', name), { force: true })
}

/** Oldest first: the names contain the time. */
async function logFiles(dataDir: string): Promise<string[]> {
  const names = await readdir(join(dataDir, 'log')).catch(() => [])
  return names.filter((name) => name.startsWith('postgres-') && name.endsWith('.log')).sort()
}
