import type { AnswerSentence } from '../../ui/View.tsx'

export const texts = {
  // In several places
  setUpAuthenticatorApp: 'Set up authenticator app',
  code: 'Code',
  currentPassword: 'Current password',
  showCurrentPassword: 'Show current password',

  // Account view
  yourAccount: 'Your account',

  // Enrol dialog
  continue: 'Continue',
  turnOn: 'Turn on',
  scanThePictureWithYour: 'Scan the picture with your authenticator app, or enter this key by hand:',
  theSixDigits: 'The six digits that the app shows now.',
  qrCodeOfTheKey: 'QR code of the key',

  // Password card
  password: 'Password',
  oneTimePassword: 'One-time password',
  newPassword: 'New password',
  atLeast12Characters: 'At least 12 characters; not your address, not a common password. Your other sessions end.',
  showNewPassword: 'Show new password',
  changePassword: 'Change password',
  passwordChangedYourOtherSessions: 'Password changed. Your other sessions have ended.',

  // Recovery codes
  recoveryCodes: 'Recovery codes',
  yourSecondFactor:
    'Your second factor is on. Without your phone, each of these codes signs you in once. They will not be shown again.',
  iHaveStoredThem: 'I have stored them',
  copied: 'Copied',
  copyCodes: 'Copy codes',
  done: 'Done',

  // Second factor card
  secondFactor: 'Second factor',
  onSigningInAsks: 'On. Signing in asks for a code of your authenticator app.',
  removeSecondFactor: 'Remove second factor',
  offWithAnAuthenticatorApp:
    'Off. With an authenticator app on your phone, a stolen password is not enough to sign in.',
  remove: 'Remove',
  sixDigitsFromYourAuthenticator: 'Six digits from your authenticator app, or a recovery code.',

  // Sessions card
  yourSessions: 'Your sessions',
  sessions: 'Sessions',
  endAllOthers: 'End all others',
  signOutEverywhere: 'Sign out everywhere',
  signOutEverywhereText: 'Sign out everywhere?',
  allYourSessionsEnd: 'All your sessions end at once, this one too.',
} as const

export const ANSWERS: Readonly<Record<'change_password' | 'enrol_second_factor' | 'none', AnswerSentence>> = {
  change_password: {
    lead: 'Choose your own password.',
    rest: 'You signed in with a one-time password. Everything else opens once you have changed it.',
  },
  enrol_second_factor: {
    lead: 'Set up an authenticator app.',
    rest: 'Your organisation requires a second factor. Everything else opens once it is set up.',
  },
  none: { lead: 'How you sign in.', rest: 'Password, second factor and open sessions.' },
}
