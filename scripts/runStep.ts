import { spawn } from 'node:child_process'

/**
 * Runs a script in its own process group until it ends. When this process is stopped, it stops the whole group with all
 * children of the script, so that no build continues in the background.
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
