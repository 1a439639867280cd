/** Milliseconds to add to the device's clock, from a server time that was requested and received at these device times. */
export function clockOffset(serverTime: string, asked: number, answered: number): number {
  // The server read its clock about half-way between request and answer.
  return Math.round(Date.parse(serverTime) - (asked + answered) / 2) || 0
}
