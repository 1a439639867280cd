// Finds e-mail addresses, phone numbers and card numbers in free text. Such text is rejected in events, and masked in
// stored and logged text. This file imports nothing, because the logger uses it too.

/** true when the text contains a number with a card's prefix, length and check digit. */
export function holdsCardNumber(text: string): boolean {
  return mayBePersonal(text) && withoutCards(text) !== text
}

/** true when the text seems to contain an e-mail address, a phone number or a card number. */
export function looksPersonal(text: string): boolean {
  return maskPersonal(text) !== text
}

/** Replaces personal data in the text with its kind: `[e-mail]`, `[card number]`, `[phone number]`. */
export function maskPersonal(text: string): string {
  if (!mayBePersonal(text)) return text
  const ids: string[] = []
  return withoutCards(text.replace(E_MAIL, '[e-mail]').replace(RANDOM_ID, (id) => `\uf8ff${ids.push(id) - 1}\uf8ff`))
    .replace(PHONE, (number) => (isPhone(number) ? '[phone number]' : number))
    .replace(/\uf8ff(\d+)\uf8ff/g, (placeholder, index) => ids[Number(index)] ?? placeholder)
}

// Every quantifier is bounded, so that hostile text costs no more than its length.
const E_MAIL = /[^\s@<>"'(),:;[\]\\]{1,64}@[^\s@<>"'(),:;[\]\\]{1,255}/g
/** UUIDs and digests contain runs of digits that are not phone or card numbers. */
const RANDOM_ID =
  /(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])/gi
const CARD = /(?<!\d)(?:\d{4}([ ._-]?)\d{4}\1\d{4}\1\d{1,7}|\d{4}([ ._-]?)\d{6}\2\d{4,5})(?!\d)/g
/** `+` and a number; or a national form: a leading 0, or 3-3-4 digits with separators. */
const PHONE =
  /\+ ?\(?\d(?:[ ()./-]{0,3}\d){7,14}(?!\d)|(?<!\d)(?<!\d[.:-])(?:\(?0\d{1,5}\)?[ ./-]{1,2}\d{2,8}(?:[ ./-]\d{2,6}){0,4}|00?[1-9]\d{8,13}|(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\d)/g

const [ZERO, NINE, AT] = [48, 57, 64]
const MIN_PHONE_DIGITS = 9
const MAX_PHONE_DIGITS = 15

/** A cheap first check: most texts have neither an @ nor that many digits. */
function mayBePersonal(text: string): boolean {
  let digits = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === AT) return true
    if (code >= ZERO && code <= NINE && ++digits >= MIN_PHONE_DIGITS) return true
  }
  return false
}

/** Dates such as 02-03-2026 have fewer digits. */
function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length
  return digits >= MIN_PHONE_DIGITS && digits <= MAX_PHONE_DIGITS
}

function withoutCards(text: string): string {
  return text.replace(CARD, (number) => (isCard(number.replace(/\D/g, '')) ? '[card number]' : number))
}

const SCHEMES = [
  /^4(?:\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12})$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-5]|[689]\d)\d{11}$/, // Diners Club
  /^(?:6011|64[4-9]\d|65\d\d|62\d\d)\d{12,15}$/, // Discover, UnionPay
  /^35\d{14}$/, // JCB
]

function isCard(digits: string): boolean {
  return SCHEMES.some((scheme) => scheme.test(digits)) && hasCheckDigit(digits)
}

/** Luhn: from the right, every second digit doubled; the sum of the digits is divisible by 10. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
