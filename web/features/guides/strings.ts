export const texts = {
  // In several places
  guides: 'Guides',

  // Guides
  instrumentAPlacement: 'Instrument a placement',
  fromNothingToFiguresYou: 'From nothing to figures you have checked',
  plainHtml: 'Plain HTML',
  aCompletePage: 'A complete page with the SDK',
  viteAndReact: 'Vite and React',
  aCompleteProject: 'A complete project',
  nextJs: 'Next.js',
  reactNative: 'React Native',
  listsInAnApp: 'Lists in an app',
  followAllocations: 'Sold slots: follow the allocations',
  sharesOfSoldSlots: 'The shares that a ranking service gives to packages',
  signSlots: 'Sign slots of packages',
  slotTokensOfTheRanker: 'Slot tokens of the ranking service',
  sendServerEvents: 'Send server events',
  salesEMailAndPush: 'Sales, e-mail and push',
  readTheDashboards: 'Read the dashboards',
  whatEachFigureMeans: 'What each figure means',
  operateIt: 'Operate it',
  whatToMonitorAndHow: 'What to monitor, and how to fix problems',
  install: 'Install',
  rolesDatabaseRightsHttpsBackup: 'Roles, database rights, HTTPS, backup, upgrades',
  settingsOfTheServer: 'Settings of the server',
  everyEnvironmentVariable: 'Every environment variable',
  security: 'Security',
  howItIsProtected: 'How it is protected',

  // Guides view
  howToSendEventsRead: 'How to send events, read the figures and run the server. The',
  apiReference: 'API reference',
  describesEveryEndpoint: 'describes every endpoint;',
  definitions: 'definitions',
  explainEveryFigure: 'explain every figure.',

  // Guide view
  allGuides: 'All guides',
} as const
