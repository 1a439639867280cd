import { AppError } from '../lib/errors.ts'
import { COMMON_PASSWORDS } from './commonPasswords.ts'

// One set of rules for every password: the account page, the command line, the demo. Length makes guessing slow; the
// other rules refuse long passwords that are guessed first.

export const MIN_PASSWORD_LENGTH = 12
/** Characters that do not simply continue the ones before, without the owner's address and common words. */
const MIN_REST = 6
/** The same for the whole password. */
const MIN_SURPRISES = 6

/** Throws weak_password, with the reason in the field's details. */
export function refuseWeakPassword(password: string, email: string, field = 'new_password'): void {
  const problem = passwordProblem(password, email)
  if (problem !== null) throw new AppError('weak_password', { details: [{ field, message: problem }] })
}

/** Why a password is refused; null if it is accepted. */
export function passwordProblem(password: string, email: string): string | null {
  const text = password.normalize('NFKC').toLowerCase()
  if ([...text].length < MIN_PASSWORD_LENGTH) return `Use at least ${MIN_PASSWORD_LENGTH} characters.`
  if (restOf(text, partsOf(email)) < MIN_REST) return 'Use something other than your e-mail address.'
  if (surprises(text) < MIN_SURPRISES) return 'Avoid repeated characters, sequences and rows of keys.'
  const isCommon = COMMON_PASSWORDS.has(text.replace(/[^\p{L}\p{N}]/gu, ''))
  if (isCommon || restOf(plain(text), COMMON_WORDS) < MIN_REST) return 'This password is too common.'
  return null
}

const COMMON_WORDS = [
  ...[
    'password',
    'passwort',
    'passwd',
    'pass',
    'welcome',
    'letmein',
    'login',
    'secret',
    'admin',
    'root',
    'user',
    'test',
  ],
  ...[
    'qwerty',
    'qwertz',
    'azerty',
    'asdf',
    'zxcv',
    'iloveyou',
    'love',
    'changeme',
    'change',
    'default',
    'temporary',
    'temp',
  ],
  ...[
    'dragon',
    'monkey',
    'football',
    'baseball',
    'sunshine',
    'princess',
    'superman',
    'batman',
    'master',
    'shadow',
    'hello',
  ],
  ...[
    'spring',
    'summer',
    'autumn',
    'winter',
    'january',
    'december',
    'monday',
    'friday',
    'london',
    'brand',
    'exposure',
    'dashboard',
  ],
]

/** The address, its name and the words of its domain. */
function partsOf(email: string): string[] {
  const [name = '', domain = ''] = email.toLowerCase().split('@')
  return [email.toLowerCase(), name, ...name.split(/[._+-]/), domain, ...domain.split('.')].filter(
    (part) => part.length >= 4,
  )
}

/** The characters that are left without words and years. */
function restOf(text: string, words: readonly string[]): number {
  const longestFirst = words.toSorted((a, b) => b.length - a.length)
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ' '), text)
  if (rest === text) return text.length
  return surprises(rest.replace(/(?:19|20)\d\d/g, ' ').replace(/[^\p{L}\p{N}]/gu, ''))
}

/** Replaces digits and signs that are used as letters. */
function plain(text: string): string {
  const letters: Readonly<Record<string, string>> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  }
  const read = text.replace(/(?<=\p{L})[013457@$!](?=\p{L}|[013457@$!]\p{L})/gu, (sign) => letters[sign] ?? sign)
  return read
}

const ROWS = [
  '1234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  'qwertyuiopasdfghjklzxcvbnm',
]

/** How many characters neither repeat, nor continue a sequence or keyboard row, nor repeat the preceding characters. */
function surprises(text: string): number {
  const characters = [...text]
  return characters.filter((character, i) => {
    const before = characters[i - 1]
    return before === undefined || !(follows(before, character) || repeatsUnit(characters, i))
  }).length
}

function follows(before: string, character: string): boolean {
  if (Math.abs(character.codePointAt(0)! - before.codePointAt(0)!) <= 1) return true
  return ROWS.some((row) => row.includes(before + character) || row.includes(character + before))
}

/** `abcabcabc`: the last two characters appear in the same order at most 6 positions before. */
function repeatsUnit(characters: readonly string[], i: number): boolean {
  for (let unit = 2; unit <= 6 && unit < i; unit++)
    if (characters[i] === characters[i - unit] && characters[i - 1] === characters[i - 1 - unit]) return true
  return false
}
