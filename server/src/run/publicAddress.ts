import type { Config } from '../config.ts'

/** Where people open the dashboards: PUBLIC_URL, or this machine. */
export function publicAddress(config: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  const { publicUrl, host, port } = config
  return publicUrl ?? `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}`
}
