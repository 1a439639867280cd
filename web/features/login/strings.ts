import type { Part } from '../../lib/part.ts'

export const texts = {
  // First admin hint
  noAdministratorYet: 'No administrator yet',
  openTheOneTimeLink: 'Open the one-time link that the server printed on its console. To print a new one:',

  // Login card
  enterYourCode: 'Enter your code',
  signIn: 'Sign in',
  signingInAs: (email: Part) => `Signing in as ${email}`,
  brandExposure: 'Brand Exposure',
  waitS: (wait: Part) => `Wait ${wait} s`,
  useAnotherAccount: 'Use another account',
  eMail: 'E-mail',
  password: 'Password',
  capsLockIsOn: 'Caps Lock is on',
  showPassword: 'Show password',
  code: 'Code',
  sixDigitsFromYourAuthenticator: 'Six digits from your authenticator app, or one of your recovery codes.',
  stillCheckingAfterManyFailed: 'Still checking. After many failed attempts, signing in takes up to 10 seconds.',
  somethingFailedHereReload: 'Something failed here. Reload the page and try again.',
  eMailOrPassword: 'E-mail or password is wrong.',
  tryAgainInS: (wait: Part) => `Try again in ${wait} s.`,
  youCanTryAgainNow: 'You can try again now.',
  tooManyAttempts: (again: Part) => `Too many attempts. ${again}`,
  tooManyPeopleAreSigning: (again: Part) => `Too many people are signing in at the moment. ${again}`,
  tryAgainInAMoment: (message: Part) => `${message} Try again in a moment.`,
} as const
