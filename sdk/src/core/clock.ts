/** Milliseconds to add to the device's clock, from an answer asked for and received at these device times. */
export function clockOffset(serverTime: string, asked: number, answered: number): number {
  // Half the way back is the best guess of when the server looked at its clock.
  return Math.round(Date.parse(serverTime) - (asked + answered) / 2) || 0
}
