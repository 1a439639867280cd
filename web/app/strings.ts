export const texts = {
  // Error
  thisPageFailed: 'This page failed',
  reloadItIfItFails: 'Reload it. If it fails again, tell your administrator what you did.',
  reload: 'Reload',

  // Layout
  whichBrandWasShown: 'Which brand was shown to whom, where and when',

  // Not-found
  pageNotFound: 'Page not found',
  thisAddressDoesNotExist: 'This address does not exist. It may have moved, or the link is incomplete.',
  openThePlacementOverview: 'Open the placement overview',
} as const
