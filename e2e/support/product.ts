import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { DemoFile } from '../../scripts/demo/prepareDemo.ts'
import { freePort } from '../../server/src/lib/freePort.ts'
import { browserPath } from './browser.ts'
import { HISTORY_DAYS } from './historyLoaded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Contents of demo.json, written by `npm start`. */
    demo: DemoFile
    /** The running product's database, to check stored rows. */
    productDatabaseUrl: string
  }
}

/** Starts the product once per run as a newcomer does, demo world and live traffic included. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await browserPath()
  const dataDir = mkdtempSync(join(tmpdir(), 'bx-e2e-'))
  chmodSync(dataDir, 0o755) // as root, PostgreSQL runs as another user, who needs access
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../scripts/start.ts')], {
    env: {
      ...process.env,
      DEMO_DAYS: String(HISTORY_DAYS),
      DATA_DIR: dataDir,
      PORT: String(await freePort('127.0.0.1')),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = async () => {
    await end(child)
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await announced(child)
    project.provide('demo', JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')))
    project.provide('productDatabaseUrl', readFileSync(join(dataDir, 'database_url'), 'utf8'))
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

/** `npm start` prints the sign-in when the last 7 days are on the dashboard. */
async function announced(child: ChildProcess): Promise<void> {
  let output = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (text: Buffer) => {
      output += text
      if (output.includes('Ctrl-C')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGINT')
  await exit
}
