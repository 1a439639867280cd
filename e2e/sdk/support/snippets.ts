import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Snippets {
  /** By path: what a fence like ```` ```ts src/exposure.ts ```` holds. */
  readonly files: Readonly<Record<string, string>>
  /** Of the fences marked `sh`, in order. */
  readonly commands: readonly string[]
}

/** All of a guide that a machine can read. A fence that is neither a file nor a command would not be tested. */
export function readSnippets(guide: string): Snippets {
  const text = readFileSync(join(import.meta.dirname, `../../../docs/guides/${guide}.md`), 'utf8')
  const files: Record<string, string> = {}
  const commands: string[] = []
  for (const [, kind, path, body] of text.matchAll(/^```(\w*)(?: (\S+))?\n([\s\S]*?)^```$/gm)) {
    if (path) files[path] = body!
    else if (kind === 'sh') commands.push(body!)
    else throw new Error(`docs/guides/${guide}.md has a ${kind || 'nameless'} snippet without a path:\n${body}`)
  }
  return { files, commands }
}
