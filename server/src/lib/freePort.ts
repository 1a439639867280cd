import { createServer } from 'node:net'

/** A port nobody listens on at this moment: `wanted`, or any for 0. Rejects when the wanted one cannot be opened. */
export function freePort(host: string, wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(wanted, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
