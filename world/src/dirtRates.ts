/** Rates of faults, as shares of the affected items. All zero: a world without faults. */
export interface DirtRates {
  /** Of exposures: bursts by crawlers and scripts. */
  readonly bots: number
  /** Of exposures: sent again in a later request. */
  readonly duplicates: number
  /** Of requests: sent twice, as after a lost answer. */
  readonly requestRetries: number
  /** Of sessions: the phone was offline and delivers hours later, marked `queued`. */
  readonly offline: number
  /** Of sessions: the device's clock is wrong by minutes or hours. */
  readonly wrongClocks: number
  /** Extra exposures of an unknown merchant, per true exposure. */
  readonly unknownMerchants: number
  /** Extra exposures with an invalid field, per true exposure. */
  readonly malformed: number
  /** Of clicks: a redirect also reports the click, without its exposure. */
  readonly redirects: number
  /** Of clicks: a redirect reports it with another id, which the sale names. */
  readonly echoes: number
  /** Of clicks: another brand is clicked within a second by mistake. */
  readonly taps: number
  /** Of clicks: the sale names a click that is never reported. */
  readonly unknownClicks: number
  /** Of sessions: the network's times are truncated to seconds, and mostly late. */
  readonly networkClocks: number
  /** Of sessions: the person signs in during the session. */
  readonly signIns: number
}

export const USUAL_DIRT: DirtRates = {
  bots: 0.02,
  duplicates: 0.015,
  requestRetries: 0.005,
  offline: 0.01,
  wrongClocks: 0.002,
  unknownMerchants: 0.0002,
  malformed: 0.0001,
  redirects: 0.05,
  echoes: 0.02,
  taps: 0.004,
  unknownClicks: 0.002,
  networkClocks: 0.01,
  signIns: 0.005,
}
