import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The sender's own proof of what was acknowledged: an id counts only once its line is on disk. */
export class Ledger {
  readonly #folder: string
  readonly #file: FileHandle

  private constructor(folder: string, file: FileHandle) {
    this.#folder = folder
    this.#file = file
  }

  static async open(): Promise<Ledger> {
    const folder = mkdtempSync(join(tmpdir(), 'bx-ledger-'))
    return new Ledger(folder, await open(join(folder, 'acknowledged'), 'a'))
  }

  /** Resolves when the ids are on disk. */
  async append(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    await this.#file.appendFile(`${ids.join('\n')}\n`)
    await this.#file.datasync()
  }

  /** Each acknowledged id once, as the file says. */
  read(): string[] {
    const lines = readFileSync(join(this.#folder, 'acknowledged'), 'utf8').split('\n')
    return [...new Set(lines.filter((line) => line !== ''))]
  }

  async close(): Promise<void> {
    await this.#file.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
