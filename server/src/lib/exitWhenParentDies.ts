/**
 * Call once in a process that `supervise` started: it must not outlive its supervisor, or the next start would find the
 * port and the database in use. The kernel closes the channel between them when the supervisor ends, also by kill -9.
 * Acknowledged work is always durable, so the process can exit immediately. Does nothing in a process that was not
 * started by a supervisor.
 */
export function exitWhenParentDies(exit: () => void = () => process.exit(1)): void {
  if (process.connected === undefined) return
  if (process.connected) {
    process.once('disconnect', exit)
    process.channel?.unref() // listening must not keep a drained process alive
  } else exit() // the parent has already died
}
