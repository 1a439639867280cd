import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Supervisor, supervise } from '../../../src/lib/supervise.ts'
import { childEnvironment } from '../../../src/run/childEnvironment.ts'
import type { FaultStack } from './faultStack.ts'

const MAIN = join(import.meta.dirname, '../../../src/main.ts')

export interface Supervised {
  /** Roles that ended unexpectedly since the last call, from the supervisor's log; each was restarted. */
  restarts(): readonly string[]
  stop(): Promise<void>
}

/** API and worker under the supervisor of `npm start`, for faults from which the roles must recover alone. */
export async function superviseRoles({ stack }: FaultStack): Promise<Supervised> {
  const { appUrl, pepper } = stack
  const base = { ...process.env, PORT: new URL(stack.url).port }
  const env = (role: 'api' | 'worker') => childEnvironment(role, base, { ownerUrl: stack.databaseUrl, appUrl, pepper })
  const lines: string[] = []
  const supervisor: Supervisor = supervise(
    (['api', 'worker'] as const).map((role) => ({ name: role, script: MAIN, env: env(role) })),
    { log: (line) => void lines.push(line), quiet: process.env.BENCH_VERBOSE === undefined },
  )
  await untilAnswering(stack.url)
  return {
    restarts: () => lines.splice(0).filter((line) => line.includes('it restarts in')),
    stop: () => supervisor.stop(),
  }
}

async function untilAnswering(url: string): Promise<void> {
  while (
    !(await fetch(`${url}/api/exposure/config`).then(
      (reply) => reply.ok,
      () => false,
    ))
  )
    await sleep(50)
}
