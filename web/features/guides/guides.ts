import { texts } from './strings.ts'

/** Guides of the product: pages of `docs`, by their address below /guides/. */
export const GUIDES = {
  instrument: {
    file: 'guides/instrument.md',
    title: texts.instrumentAPlacement,
    about: texts.fromNothingToFiguresYou,
  },
  html: { file: 'guides/html.md', title: texts.plainHtml, about: texts.aCompletePage },
  'vite-react': { file: 'guides/vite-react.md', title: texts.viteAndReact, about: texts.aCompleteProject },
  next: { file: 'guides/next.md', title: texts.nextJs, about: texts.aCompleteProject },
  'react-native': { file: 'guides/react-native.md', title: texts.reactNative, about: texts.listsInAnApp },
  'slot-tokens': { file: 'guides/slot-tokens.md', title: texts.signSlots, about: texts.slotTokensOfTheRanker },
  allocations: { file: 'guides/allocations.md', title: texts.followAllocations, about: texts.sharesOfSoldSlots },
  'server-events': { file: 'guides/server-events.md', title: texts.sendServerEvents, about: texts.salesEMailAndPush },
  'read-the-dashboards': {
    file: 'guides/read-the-dashboards.md',
    title: texts.readTheDashboards,
    about: texts.whatEachFigureMeans,
  },
  operate: { file: 'guides/operate.md', title: texts.operateIt, about: texts.whatToMonitorAndHow },
  install: { file: 'install.md', title: texts.install, about: texts.rolesDatabaseRightsHttpsBackup },
  config: { file: 'config.md', title: texts.settingsOfTheServer, about: texts.everyEnvironmentVariable },
  security: { file: 'security.md', title: texts.security, about: texts.howItIsProtected },
} as const

export type GuideName = keyof typeof GUIDES

/** The address of a guide that a Markdown file links to; null if the link leads elsewhere. */
export function guideAddress(href: string): string | null {
  const [path = '', fragment] = href.split('#')
  const found = Object.entries(GUIDES).find(([, { file }]) => path.endsWith(file.replace('guides/', '')))
  if (/^https?:/.test(href) || found === undefined) return null
  return `/guides/${found[0]}/${fragment === undefined ? '' : `#${fragment}`}`
}
