const LOOK_EVERY_MS = 500

/**
 * Stops this process, as SIGTERM does, when the npm that started it is gone: npm passes SIGTERM and SIGINT on, but
 * after its kill -9 nobody would. Started without npm, a process may outlive its parent: does nothing.
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
