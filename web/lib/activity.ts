// Screens refresh automatically. The server must know whether the user is active, so that an unattended session can end.

const IDLE_AFTER_MS = 5 * 60_000

let lastTouched = Date.now()
if (typeof window !== 'undefined') {
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    window.addEventListener(event, () => (lastTouched = Date.now()), { passive: true, capture: true })
}

/** true after five minutes without input on this page. */
export function isIdle(): boolean {
  return Date.now() - lastTouched > IDLE_AFTER_MS
}
