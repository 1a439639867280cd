import { isDeclaredBot } from './declaredBots.ts'

// Deliberately coarse: the kind of program and device, without versions, so that it groups traffic and identifies
// nobody.

const FAMILIES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['edge', /\bEdg(?:e|A|iOS)?\//],
  ['opera', /\bOPR\/|\bOpera\b/],
  ['samsung', /SamsungBrowser/],
  ['firefox', /Firefox|FxiOS/],
  ['headless', /HeadlessChrome/],
  ['chrome', /Chrome|CriOS/],
  ['safari', /Safari/],
  ['app', /okhttp|CFNetwork|Dart\/|ReactNative|Expo/i],
  ['script', /python|curl|wget|node|axios|java\/|go-http|libwww|ruby|php/i],
]

const SYSTEMS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['ios', /iPhone|iPad|iPod|Darwin|\biOS\b/],
  ['android', /Android/],
  ['windows', /Windows/],
  ['mac', /Mac OS X|Macintosh/],
  ['linux', /Linux|X11/],
]

/** `chrome android`, `safari ios`, `script other`; `none` without a user agent. */
export function agentClass(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent.trim() === '') return 'none'
  const family = nameIn(FAMILIES, userAgent)
  // Tools keep their own name: a person's browser and a crawler that copies its user agent are two sources.
  const name = family !== 'script' && isDeclaredBot(userAgent) ? 'bot' : family
  return `${name} ${nameIn(SYSTEMS, userAgent)}`
}

function nameIn(list: typeof FAMILIES, userAgent: string): string {
  return list.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'other'
}
