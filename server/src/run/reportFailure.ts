import type { ChildReport } from '../lib/supervise.ts'
import { startProblem } from './startProblem.ts'

/**
 * Ends this process with code 1 after one line on stderr. If a supervisor started it, the supervisor gets a report and
 * writes the line. VERBOSE=1 adds the stack.
 */
export async function reportFailure(error: unknown, environment: NodeJS.ProcessEnv): Promise<never> {
  const failed = startProblem(error, environment.DATABASE_URL || environment.APP_DATABASE_URL || null)
  if (environment.VERBOSE) console.error(error)
  if (process.connected) await new Promise((resolve) => process.send!({ failed } satisfies ChildReport, resolve))
  else console.error(`Cannot start: ${failed}`)
  // Not `exitCode`: an open connection pool would keep the process alive for a minute.
  process.exit(1)
}
