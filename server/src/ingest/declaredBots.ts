import { createIsbotFromList, list } from 'isbot'
import { sha256 } from '../lib/ids.ts'

// Programs whose user agent says that they are bots. The package isbot maintains the list, and its upgrades add new
// crawlers. It treats phones whose model name ends in "bot" (CUBOT) as people.

/**
 * People whom isbot takes for bots. Native apps name only themselves. Headless Chromium is left out because previews
 * and browser tests use it, and hostile bots hide it.
 */
const PEOPLE = ['MyShop/3.1', 'HeadlessChrome/131.0.0.0']

const isListed = createIsbotFromList(
  list.filter((pattern) => !PEOPLE.some((agent) => new RegExp(pattern, 'i').test(agent))),
)

/** HTTP libraries and tools that isbot knows only by a rule that also matches native apps. */
const TOOLS =
  /^(?:axios|undici|node|reqwest|faraday|ruby|insomnia|embedly|lwp|mechanize|colly|resty|needle|superagent)\b/i

/** The library behind the requests of Android apps. */
const APP_LIBRARY = /okhttp/gi

/** Changes with the list and the rules, so that older verdicts can be updated. */
export function botList(): string {
  return sha256(JSON.stringify([list, PEOPLE, TOOLS.source, APP_LIBRARY.source]))
    .toString('hex')
    .slice(0, 16)
}

export function isDeclaredBot(userAgent: string): boolean {
  return isListed(userAgent.replace(APP_LIBRARY, '')) || TOOLS.test(userAgent)
}
