import { createIsbotFromList, list } from 'isbot'

// Programs that say in their user agent that they are no person. The list is kept by the package isbot, whose upgrades
// bring new crawlers; phones whose model name ends in "bot" (CUBOT) are people in it.

/**
 * People whom isbot's list takes for bots: native apps name only themselves, and Chromium without a window is left out
 * because previews and browser tests use it, and hostile bots hide it.
 */
const PEOPLE = ['MyShop/3.1', 'HeadlessChrome/131.0.0.0']

const isListed = createIsbotFromList(
  list.filter((pattern) => !PEOPLE.some((agent) => new RegExp(pattern, 'i').test(agent))),
)

/** HTTP libraries and tools that isbot knows only by a rule that native apps match too. */
const TOOLS =
  /^(?:axios|undici|node|reqwest|faraday|ruby|insomnia|embedly|lwp|mechanize|colly|resty|needle|superagent)\b/i

/** The library behind the requests of Android apps. */
const APP_LIBRARY = /okhttp/gi

export function isDeclaredBot(userAgent: string): boolean {
  return isListed(userAgent.replace(APP_LIBRARY, '')) || TOOLS.test(userAgent)
}
