// After `changeset version`: writes the package's new version into the lockfile and into the events that the SDK sends. Run it
// in the repository's root, as `npm run version-sdk` does.
import { readFileSync, writeFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync('sdk/package.json', 'utf8')) as { version: string }

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: { sdk: { version: string } } }
lock.packages.sdk.version = version
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)

const RECORDER = 'sdk/src/recorder.ts'
const text = readFileSync(RECORDER, 'utf8')
const constant = /SDK_VERSION = '[^']*'/
if (!constant.test(text)) throw new Error(`${RECORDER} does not say SDK_VERSION`)
writeFileSync(RECORDER, text.replace(constant, `SDK_VERSION = '${version}'`))
console.log(`@bx/sdk ${version}`)
