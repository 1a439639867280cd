/** Named places where the fault tests kill a process. */
export type FailpointName =
  | 'after-read'
  | 'mid-append'
  | 'before-commit'
  | 'after-commit'
  | 'mid-rollup'
  | 'mid-request'
  | 'mid-attribution'

/** Does nothing, unless this process is configured to die at that place. */
export type Failpoint = (name: FailpointName) => void

/**
 * @param setting `name`, or `name:n` to die only the n-th time; null never dies. SIGKILL, so that nothing is cleaned up.
 */
export function failpoint(setting: string | null): Failpoint {
  if (setting === null) return () => {}
  const [wanted, nth = '1'] = setting.split(':')
  let left = Number(nth)
  return (name) => {
    if (name === wanted && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
}
