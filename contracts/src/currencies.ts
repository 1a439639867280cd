// Currencies: how many decimals each has, and how large its amounts are.

/**
 * Minor units by ISO 4217 (list one, 2026). Intl is not used: it follows CLDR, where HUF, IDR and COP have no decimals, and
 * its answer differs between run-times.
 */
const DECIMALS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}
const USUAL_DECIMALS = 2

/**
 * Roughly how many units one euro is worth, in steps of half a power of ten, from market rates of 2025 (official rates for
 * some currencies). Only the first settings of a new installation depend on it, so a step up or down matters little and
 * the table needs no updates. Currencies that are not listed: 1.
 */
const UNITS_OF_A_EURO: Readonly<Record<string, string>> = {
  '0.03': 'CLF',
  '0.3': 'BHD KWD OMR',
  3: 'AED ANG AWG AZN BAM BBD BGN BYN BZD FJD GEL ILS MYR NZD PEN PGK PLN QAR RON SAR TMT TND TOP WST XCD',
  10: 'BOB BRL BWP CNY DKK ERN GHS GTQ HKD LYD MAD MOP NOK SBD SCR SEK SVC TJS TTD UYI',
  30: 'CUP CZK EGP HNL LSL MDL MRU MUR MVR MXN NAD NIO SLE SRD STN SZL THB TRY TWD UAH UYU ZAR ZMW ZWG',
  100: 'AFN ALL BDT BTN CVE DOP DZD ETB GMD HTG INR ISK JPY KES KGS MKD MZN NPR PHP RSD RUB VUV XPF',
  300: 'AMD DJF GYD HUF JMD KMF LKR LRD PKR VES YER',
  1000: 'AOA ARS CLP CRC IQD KRW KZT NGN RWF SDG SOS XAF XOF',
  3000: 'BIF CDF COP KHR MGA MMK MNT MWK SSP TZS UGX',
  10000: 'GNF PYG SYP UZS',
  30000: 'IDR IRR LAK VND',
  100000: 'LBP',
}

const decimals = byCurrency(DECIMALS)
const unitsOfAEuro = byCurrency(UNITS_OF_A_EURO)

/** Decimals of a currency: 2 for GBP, 0 for JPY, 3 for KWD. */
export function decimalsOf(currency: string): number {
  return decimals.get(currency) ?? USUAL_DECIMALS
}

/** Converts `euros` roughly to a round amount of a currency, as plain decimal text. Used for first settings. */
export function roughly(euros: number, currency: string): string {
  return String(Number((euros * (unitsOfAEuro.get(currency) ?? 1)).toPrecision(12)))
}

function byCurrency(table: Readonly<Record<string, string>>): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(table).flatMap(([value, codes]) => codes.split(' ').map((code) => [code, Number(value)] as const)),
  )
}
