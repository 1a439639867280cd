// Lists words to avoid in code, comments, screens and docs (avoidedWords.ts), and fails if there are any. Decisions, the changelog
// and migrations are records of their day and stay as they were written.
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { avoidedWords } from './avoidedWords.ts'

const ROOT = join(import.meta.dirname, '..')
const READ = '**/*.{ts,tsx,js,cjs,mjs,md,css,html}'
const LEFT_OUT = /^(node_modules|out|dist|decisions|migrations|\..+|CHANGELOG\.md|avoidedWords\.(test\.)?ts)$/

let found = 0
for await (const file of glob(READ, { cwd: ROOT, exclude: (path) => LEFT_OUT.test(path.split(/[\\/]/).at(-1)!) })) {
  for (const { line, found: word, better } of avoidedWords(readFileSync(join(ROOT, file), 'utf8'))) {
    console.error(`${file}:${line}: "${word}"; better: ${better}`)
    found++
  }
}
if (found > 0) process.exit(1)
