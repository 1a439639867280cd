// Lists texts that the screens show but that are not in the strings.ts of their folder (textsInCode.ts), and fails if there are any.
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { textsInCode } from './textsInCode.ts'

const WEB = join(import.meta.dirname, '../web')
const LEFT_OUT = /(^|\/)(node_modules|out|\..+|strings\.ts|snippets\.ts|test[A-Z]\w*\.tsx?|.+\.test\.tsx?|.+\.d\.ts)$/

let found = 0
for await (const file of glob('**/*.{ts,tsx}', { cwd: WEB, exclude: (path) => LEFT_OUT.test(path) })) {
  for (const { line, text } of textsInCode(readFileSync(join(WEB, file), 'utf8'))) {
    console.error(`web/${file}:${line}: move "${text}" to the strings.ts of this folder`)
    found++
  }
}
if (found > 0) process.exit(1)
