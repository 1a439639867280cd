import { spawn } from 'node:child_process'

/**
 * Runs a script to its end as a process group of its own: when this process is told to stop meanwhile, the whole group
 * is, with what the script has started, and nothing goes on building behind the back of whoever stopped it.
 */
export async function runStep(script: string): Promise<void> {
  const child = spawn(process.execPath, [script], { stdio: 'inherit', detached: true })
  let isStopping = false
  const onSignal = (signal: NodeJS.Signals) => {
    isStopping = true
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, signal)
  }
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  }).finally(() => process.off('SIGTERM', onSignal).off('SIGINT', onSignal))
  if (isStopping) process.exit(0)
  if (code !== 0) throw new Error(`${script} failed; its message is above. Fix it, then run the same command again.`)
}
