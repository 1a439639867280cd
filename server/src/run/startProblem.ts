import { databaseCode } from '../lib/errors.ts'

/** Why a start failed, in one line: what is wrong, where, and how to fix it. */
export function startProblem(error: unknown, databaseUrl: string | null): string {
  if (!(error instanceof Error)) return String(error)
  return listenProblem(error) ?? databaseProblem(error, databaseUrl) ?? oneLine(error.message)
}

const LISTEN_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program. Stop that program, or choose another PORT.',
  EACCES: 'may not be opened by this user. Choose a PORT above 1023.',
  EADDRNOTAVAIL: 'cannot be opened: no network interface of this machine has that address. Correct HOST.',
}

function listenProblem(error: NodeJS.ErrnoException & { port?: number; address?: string }): string | null {
  const problem = error.syscall === 'listen' ? LISTEN_PROBLEMS[error.code ?? ''] : undefined
  return problem === undefined ? null : `Port ${error.port} on ${error.address} ${problem}`
}

function databaseProblem(error: Error, databaseUrl: string | null): string | null {
  const code = databaseCode(error)
  if (databaseUrl === null || code === undefined) return null
  const { host, pathname, username } = new URL(databaseUrl)
  if (code === '28P01' || code === '28000')
    return `The database at ${host} refuses the login '${username}'. Correct user and password in DATABASE_URL.`
  if (code === '3D000')
    return `The server at ${host} has no database '${pathname.slice(1)}'. Create it, or correct DATABASE_URL.`
  if (code === '53300') return `The database at ${host} has no free connection. Close some, or raise max_connections.`
  if (AWAY.test(code)) return `The database at ${host} cannot be reached (${code}). Start it, or correct DATABASE_URL.`
  return null
}

/** SQLSTATEs of a server that is starting or stopping, and codes of the network and the driver. */
const AWAY = /^(?:57P|08|CONNECT|ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE)/

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ')
}
