import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Sql } from '../db/client.ts'
import { weaknessOf } from '../lib/secretStrength.ts'
import { readPepperFingerprint } from '../settings/organisation.ts'

/**
 * USER_ID_PEPPER, or the one that an embedded installation creates at its first start and stores next to its database.
 * A lost or broken pepper is never replaced: every user would then count twice.
 */
export async function localPepper(config: Config, owner: Sql): Promise<Buffer> {
  const file = join(config.dataDir, 'user_id_pepper')
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new Error(`${file} cannot be read (${error.code}): make it readable to this user.`, { cause: error })
  })
  if (config.pepper !== null) {
    await refusePepperOfDemo(config, config.pepper, kept)
    return config.pepper
  }
  if (config.database.kind !== 'embedded') {
    throw new Error(
      'USER_ID_PEPPER is missing: create one with `openssl rand -hex 32` and keep it as long as the data.',
    )
  }
  if (kept !== null) return checked(file, kept)
  if ((await readPepperFingerprint(owner)) !== null) {
    throw new Error(
      `${file} is missing, and the user ids of this database were hashed with it: restore it from a backup.`,
    )
  }
  return make(file)
}

function checked(file: string, text: string): Buffer {
  const pepper = /^[0-9a-f]{64,}$/i.test(text.trim()) ? Buffer.from(text.trim(), 'hex') : Buffer.alloc(0)
  const weakness = weaknessOf(pepper)
  if (weakness === null) return pepper
  throw new Error(
    `${file} is broken (${text.trim() === '' ? 'empty' : weakness}): restore it from a backup. Only if no event was stored ` +
      'yet, delete it, and the next start makes another.',
  )
}

/** Complete or absent, even after a power cut. */
async function make(file: string): Promise<Buffer> {
  const pepper = randomBytes(32)
  const unfinished = `${file}.new`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    await handle.writeFile(pepper.toString('hex'))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, file)
  return pepper
}

/** The pepper of the demo may have been copied: anybody can read a demo's files. */
async function refusePepperOfDemo({ dataDir, isDemo }: Config, pepper: Buffer, kept: string | null): Promise<void> {
  if (isDemo || kept === null || kept.trim() !== pepper.toString('hex')) return
  const demo = await readFile(join(dataDir, 'demo.json')).catch(() => null)
  if (demo !== null) throw new Error('USER_ID_PEPPER is the one of the demo: create one with `openssl rand -hex 32`.')
}
