import { AppError } from './errors.ts'

export interface Gate {
  <T>(work: () => Promise<T>): Promise<T>
  /** Callers inside, how many fit, and how many stand in line. */
  load(): { readonly inUse: number; readonly max: number; readonly waiting: number }
}

/**
 * Lets `size` callers in at a time; the others wait in line, at most `waitMs`, and are then told that the database is
 * busy. Stands before a pool, whose own line has no end.
 */
export function gate(size: number, waitMs: number): Gate {
  let free = size
  const line: (() => void)[] = []

  async function pass<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free--
    else await wait()
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else free++
    }
  }

  return Object.assign(pass, { load: () => ({ inUse: size - free, max: size, waiting: line.length }) })

  function wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        line.splice(line.indexOf(enter), 1)
        reject(new AppError('database_busy'))
      }, waitMs)
      line.push(enter)
    })
  }
}
