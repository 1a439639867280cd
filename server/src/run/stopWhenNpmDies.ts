const LOOK_EVERY_MS = 500

/**
 * Stops this process, like SIGTERM, when the npm process that started it is gone: npm forwards SIGTERM and SIGINT, but
 * not its own kill -9. Does nothing without npm: such a process may outlive its parent.
 */
export function stopWhenNpmDies(environment: NodeJS.ProcessEnv): void {
  if (environment.npm_lifecycle_event === undefined) return
  const npm = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  timer.unref()
}
