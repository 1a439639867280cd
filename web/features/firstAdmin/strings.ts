export const texts = {
  createTheFirstAdministrator: 'Create the first administrator',
  thisAddressIsNotComplete:
    'This address is not complete. Copy the whole link from the server’s console, including everything after #.',
  thisAccountCanDoEverything:
    'This account can do everything, including creating accounts for others. The link works once.',
  yourName: 'Your name',
  eMail: 'E-mail',
  password: 'Password',
  atLeast12Characters: 'At least 12 characters',
  showPassword: 'Show password',
  createAccount: 'Create account',
} as const
