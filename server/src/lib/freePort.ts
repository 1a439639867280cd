import { createServer } from 'node:net'

/** A port that is free now: the preferred one, if possible. */
export async function freePort(host: string, preferred = 0): Promise<number> {
  return tryPort(host, preferred).catch(() => tryPort(host, 0))
}

/** The port, or any for 0. Rejects if it cannot be opened. */
export function tryPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
