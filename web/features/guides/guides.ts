/** Guides of the product: pages of `docs`, by their address below /guides/. */
export const GUIDES = {
  instrument: {
    file: 'guides/instrument.md',
    title: 'Instrument a placement',
    about: 'From nothing to figures you have checked',
  },
  html: { file: 'guides/html.md', title: 'Plain HTML', about: 'A complete page with the SDK' },
  'vite-react': { file: 'guides/vite-react.md', title: 'Vite and React', about: 'A complete project' },
  next: { file: 'guides/next.md', title: 'Next.js', about: 'A complete project' },
  'react-native': { file: 'guides/react-native.md', title: 'React Native', about: 'Lists in an app' },
  'server-events': { file: 'guides/server-events.md', title: 'Send server events', about: 'Sales, e-mail and push' },
  'read-the-dashboards': {
    file: 'guides/read-the-dashboards.md',
    title: 'Read the dashboards',
    about: 'What each figure means',
  },
  operate: { file: 'guides/operate.md', title: 'Operate it', about: 'What to monitor, and how to fix problems' },
  install: { file: 'install.md', title: 'Install', about: 'Roles, database rights, HTTPS, backup, upgrades' },
  config: { file: 'config.md', title: 'Settings of the server', about: 'Every environment variable' },
  security: { file: 'security.md', title: 'Security', about: 'How it is protected' },
} as const

export type GuideName = keyof typeof GUIDES

/** The address of a guide that a Markdown file links to; null if the link leads elsewhere. */
export function guideAddress(href: string): string | null {
  const [path = '', fragment] = href.split('#')
  const found = Object.entries(GUIDES).find(([, { file }]) => path.endsWith(file.replace('guides/', '')))
  if (/^https?:/.test(href) || found === undefined) return null
  return `/guides/${found[0]}/${fragment === undefined ? '' : `#${fragment}`}`
}
