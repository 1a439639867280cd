import { AppError, type ErrorCode } from './errors.ts'

export interface ConnectionLimiter {
  /**
   * Runs `work` when a slot is free. The work of one person starts in the order it was requested.
   * @param signal leaves the queue when it aborts: nobody waits for the answer any more
   */
  <T>(person: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** How many run, how many may run, and how many wait. */
  load(): { readonly inUse: number; readonly max: number; readonly waiting: number }
}

export interface ConnectionLimiterOptions {
  /** How many run at a time, for all persons together. */
  readonly size: number
  /** For one person: how many run at a time, and how many may wait. */
  readonly perPerson: { readonly running: number; readonly waiting: number }
  /** Longest wait, milliseconds. */
  readonly waitMs: number
}

/**
 * Limits how many queries run at a time, for everybody and for each person. A free slot goes to the next person, round
 * robin, so a person with many queries waits behind their own. Used before a pool, whose own queue has no limit and no
 * order between persons.
 */
export function createConnectionLimiter(options: ConnectionLimiterOptions): ConnectionLimiter {
  const line = new Line(options)
  return Object.assign(
    async <T>(person: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
      const leave = await line.enter(person, signal)
      try {
        return await work()
      } finally {
        leave()
      }
    },
    { load: () => line.load() },
  )
}

class Person {
  running = 0
  /** Each starts one query. */
  readonly waiting: (() => void)[] = []
}

class Line {
  readonly #options: ConnectionLimiterOptions
  readonly #persons = new Map<string, Person>()
  /** Persons with something waiting; the first one is next. */
  readonly #turns = new Set<string>()
  #inUse = 0
  #waiting = 0

  constructor(options: ConnectionLimiterOptions) {
    this.#options = options
  }

  load() {
    return { inUse: this.#inUse, max: this.#options.size, waiting: this.#waiting }
  }

  /** Waits for a slot; the result releases it. */
  async enter(name: string, signal: AbortSignal | undefined): Promise<() => void> {
    const person = this.#persons.get(name) ?? new Person()
    this.#persons.set(name, person)
    if (this.#inUse < this.#options.size && !this.#isAtLimit(person) && person.waiting.length === 0)
      this.#occupy(person)
    else await this.#wait(name, person, signal)
    return () => {
      this.#inUse--
      person.running--
      this.#startNext()
      this.#forget(name, person)
    }
  }

  #isAtLimit({ running }: Person): boolean {
    return running >= this.#options.perPerson.running
  }

  #occupy(person: Person): void {
    this.#inUse++
    person.running++
  }

  #wait(name: string, person: Person, signal: AbortSignal | undefined): Promise<void> {
    const { perPerson, waitMs } = this.#options
    if (person.waiting.length >= perPerson.waiting) throw new AppError('too_many_questions')
    return new Promise((resolve, reject) => {
      const giveUp = (code: ErrorCode) => {
        stop()
        person.waiting.splice(person.waiting.indexOf(enter), 1)
        this.#forget(name, person)
        reject(new AppError(code))
      }
      const hangUp = () => giveUp('client_closed')
      // A person who uses all of their own slots waits for themselves, not for the database.
      const late = () => giveUp(this.#isAtLimit(person) ? 'too_many_questions' : 'database_busy')
      const timer = setTimeout(late, waitMs)
      const stop = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', hangUp)
        this.#waiting--
      }
      const enter = () => {
        stop()
        resolve()
      }
      person.waiting.push(enter)
      this.#waiting++
      this.#turns.add(name)
      if (signal?.aborted) hangUp()
      else signal?.addEventListener('abort', hangUp, { once: true })
    })
  }

  /** Gives free slots to the waiting persons in turn. A person who got one goes to the end. */
  #startNext(): void {
    for (const name of [...this.#turns]) {
      if (this.#inUse >= this.#options.size) return
      const person = this.#persons.get(name)!
      if (this.#isAtLimit(person)) continue
      this.#turns.delete(name)
      this.#occupy(person)
      const enter = person.waiting.shift()!
      if (person.waiting.length > 0) this.#turns.add(name)
      enter()
    }
  }

  #forget(name: string, person: Person): void {
    if (person.waiting.length > 0) return
    this.#turns.delete(name)
    if (person.running === 0) this.#persons.delete(name)
  }
}
