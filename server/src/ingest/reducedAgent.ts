import { looksPersonal } from '@bx/contracts/events/personal'
import { isDeclaredBot } from './declaredBots.ts'

// The part of a user agent that is stored so that a later bot list can classify it: names of programs that are not
// plain browsers, without versions and without brackets, where phones put their model. Nothing is stored for plain
// browsers: no list could classify them.

/** Names that browsers use, in lower case. */
const BROWSER_NAMES = new Set(
  (
    'mozilla applewebkit gecko presto trident like khtml version mobile tablet safari chrome chromium crios headlesschrome ' +
    'firefox fxios edge edg edga edgios opera opr opt opios samsungbrowser'
  ).split(' '),
)

/** Programs that identify themselves in brackets: a name after "compatible", or an address. */
const INTRODUCES_ITSELF = /compatible;(?! msie)|https?:|\+\w|@/
const MAX_CHARS = 240

/**
 * The agent as it may be stored. Null for a plain browser, for an agent that would be classified differently without
 * its details, and for text that looks like personal data. Brackets are stored only for a declared bot that is named in
 * them.
 */
export function reducedAgent(
  userAgent: string | undefined,
  isBot: (agent: string) => boolean = isDeclaredBot,
): string | null {
  const text = (userAgent ?? '')
    .slice(0, 512)
    .toLowerCase()
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
  if (text === '') return null
  const declared = isBot(userAgent ?? '')
  const bare = text
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\(((?:[^()]|\([^()]*\))*)\)/g, (brackets, inner: string) =>
      INTRODUCES_ITSELF.test(inner) ? brackets : '(-)',
    )
  if (!declared && isPlainBrowser(bare)) return null
  for (const kept of declared ? [bare, text] : [bare]) {
    const reduced = withoutNumbers(kept)
    if (isBot(reduced) === declared) return looksPersonal(reduced) ? null : reduced
  }
  return null
}

function isPlainBrowser(bare: string): boolean {
  if (!bare.startsWith('mozilla/') && !bare.startsWith('opera/')) return false
  return bare
    .trim()
    .split(/[\s,]+/)
    .every((product) => product === '(-)' || BROWSER_NAMES.has(product.split('/')[0]!))
}

/** Versions become 0 or 0.0: the lists distinguish `Name/1` from `Name/1.0`. */
function withoutNumbers(text: string): string {
  return text
    .replace(/\/[^\s/;,)]*\d[^\s;,)]*/g, (version) => (version.includes('.') ? '/0.0' : '/0'))
    .replace(/\d+/g, '0')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_CHARS)
}
