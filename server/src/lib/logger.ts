import { maskPersonal } from '@bx/contracts/events/personal'

/** One JSON line per event on stdout. Values are data: line breaks in them cannot forge a second line. */
export interface Logger {
  info(event: string, fields?: Record<string, unknown>): void
  warn(event: string, fields?: Record<string, unknown>): void
  error(event: string, fields?: Record<string, unknown>): void
}

export function createLogger(
  role: string,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Logger {
  const log =
    (level: string) =>
    (event: string, fields: Record<string, unknown> = {}) =>
      write(`${JSON.stringify({ time: new Date().toISOString(), level, role, event, ...fields }, loggable)}\n`)
  return { info: log('info'), warn: log('warn'), error: log('error') }
}

export const silentLogger: Logger = { info() {}, warn() {}, error() {} }

const LONGEST_TEXT = 4000

// Database errors contain the row in `detail`, so only message and code are logged. Any text may quote user input, so
// personal data is masked.
function loggable(key: string, value: unknown): unknown {
  if (typeof value === 'string') return key === 'time' ? value : maskPersonal(value.slice(0, LONGEST_TEXT))
  if (!(value instanceof Error)) return value
  const code = 'code' in value ? value.code : undefined
  return { name: value.name, message: value.message, code, stack: value.stack?.split('\n').slice(1, 5).join(' | ') }
}
