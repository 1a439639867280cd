import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../server/src/lib/freePort.ts'
import { sleep } from '../../server/src/lib/retry.ts'

export interface EmptyInstallation {
  readonly url: string
  /** The link for the first administrator, as printed on the console. */
  readonly link: string
  readonly stopServer: () => Promise<void>
  /** On the same port and data. */
  readonly startServer: () => Promise<void>
  /** Stops the server and removes its data. */
  readonly remove: () => Promise<void>
}

/** A server with an empty database: no data, no account. */
export async function startEmptyInstallation(): Promise<EmptyInstallation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bx-empty-'))
  chmodSync(dataDir, 0o755) // as root, PostgreSQL runs as another user, who needs access
  const port = await freePort('127.0.0.1')
  const url = `http://127.0.0.1:${port}`
  let child = start(dataDir, port)
  const link = await printedLink(child)
  const stopServer = () => end(child)
  return {
    ...{ url, link, stopServer },
    async startServer() {
      child = start(dataDir, port)
      while (
        !(await fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ))
      )
        await sleep(100)
    },
    async remove() {
      await stopServer()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function start(dataDir: string, port: number): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, '../../server/src/main.ts')], {
    env: { ...process.env, EMBEDDED: '1', DATABASE_URL: '', DATA_DIR: dataDir, PORT: String(port), CURRENCY: 'EUR' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function printedLink(child: ChildProcess): Promise<string> {
  let output = ''
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', (text: Buffer) => {
      output += text
      const printed = /\n {2}(http\S+#\S+)\n/.exec(output)?.[1]
      if (printed !== undefined) resolve(printed)
    })
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}
