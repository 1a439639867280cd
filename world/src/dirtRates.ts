/** What goes wrong on the way, as shares of what it happens to. All zero: a spotless world. */
export interface DirtRates {
  /** Of exposures: bursts by crawlers and scripts. */
  readonly bots: number
  /** Of exposures: sent once more, in a later request. */
  readonly duplicates: number
  /** Of requests: sent twice whole, as after a lost answer. */
  readonly requestRetries: number
  /** Of sessions: the phone was offline and delivers hours later, marked `queued`. */
  readonly offline: number
  /** Of sessions: the device's clock is wrong by minutes or hours. */
  readonly wrongClocks: number
  /** Extra exposures of a merchant nobody has heard of, per true exposure. */
  readonly unknownMerchants: number
  /** Extra exposures with a broken field, per true exposure. */
  readonly malformed: number
}

export const USUAL_DIRT: DirtRates = {
  bots: 0.02,
  duplicates: 0.015,
  requestRetries: 0.005,
  offline: 0.01,
  wrongClocks: 0.002,
  unknownMerchants: 0.0002,
  malformed: 0.0001,
}
