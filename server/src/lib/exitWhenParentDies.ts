/**
 * Called once by a process that `supervise` started: it must not outlive its supervisor, or the next start would find
 * the port and the database in other hands. The kernel closes the channel between them when the supervisor ends, also
 * by kill -9. Acknowledged work is durable at any moment, so the exit needs no ceremony. Started by hand: does nothing.
 */
export function exitWhenParentDies(exit: () => void = () => process.exit(1)): void {
  if (process.connected === undefined) return
  if (process.connected) {
    process.once('disconnect', exit)
    process.channel?.unref() // listening must not keep a drained process alive
  } else exit() // it died before we got here
}
