import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ConnectionLimiter, createConnectionLimiter } from './connectionLimiter.ts'
import type { AppError } from './errors.ts'

const LIMITS = { size: 4, perPerson: { running: 3, waiting: 5 }, waitMs: 10_000 }

/** Queries that run until the test ends them, in the order they began. */
function open(ask: ConnectionLimiter) {
  const began: Begun[] = []
  const codes: string[] = []
  const asked: string[] = []
  const of = (person: string) => (one: { readonly person: string }) => one.person === person
  const running = () => began.filter(({ isOver }) => !isOver)
  return {
    began,
    codes,
    running,
    persons: () => began.map(({ person }) => person).join(''),
    runningOf: (person: string) => running().filter(of(person)).length,
    waitingOf: (person: string) => asked.filter((one) => one === person).length - began.filter(of(person)).length,
    ask(person: string, signal?: AbortSignal) {
      asked.push(person)
      const work = () => new Promise<void>((resolve) => void began.push(new Begun(person, resolve)))
      return ask(person, work, signal).catch((error: AppError) => void codes.push(error.code))
    },
  }
}

class Begun {
  readonly person: string
  readonly #resolve: () => void
  isOver = false

  constructor(person: string, resolve: () => void) {
    this.person = person
    this.#resolve = resolve
  }

  async end(): Promise<void> {
    this.isOver = true
    this.#resolve()
    await settle()
  }
}

/** Lets all pending work run. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('six questions of one page at once: three run, the others follow, none is refused', async () => {
  const { ask, began, codes } = open(createConnectionLimiter({ ...LIMITS, size: 12 }))
  for (let i = 0; i < 6; i++) ask('a')
  await settle()
  expect(began).toHaveLength(3)
  for (let i = 0; i < 6; i++) await began[i]!.end()
  expect(began).toHaveLength(6)
  expect(codes).toEqual([])
})

test('free slots go to the persons in turn, regardless of the order and number of their requests', async () => {
  const page = open(createConnectionLimiter(LIMITS))
  for (const person of 'aaaaaabbbccc') page.ask(person)
  await settle()
  expect(page.persons()).toBe('aaab')
  for (let i = 0; i < 8; i++) await page.began[i]!.end()
  expect(page.persons()).toBe('aaababcabcac')
})

test('a person whose line is full is refused with a time to come back; others are not', async () => {
  const ask = createConnectionLimiter(LIMITS)
  const { ask: begin, codes } = open(ask)
  for (let i = 0; i < 8; i++) begin('a')
  await expect(ask('a', async () => {})).rejects.toMatchObject({ code: 'too_many_questions', retryAfter: 2 })
  await expect(ask('b', async () => 'answer')).resolves.toBe('answer')
  expect(codes).toEqual([])
})

test('a wait that is too long ends, with who was in the way', async () => {
  const { ask, codes } = open(createConnectionLimiter({ ...LIMITS, waitMs: 20 }))
  for (const person of 'aaaabb') ask(person)
  await expect.poll(() => codes).toEqual(['too_many_questions', 'database_busy'])
})

test('a client that hangs up leaves the line, and its place in it', async () => {
  const ask = createConnectionLimiter(LIMITS)
  const page = open(ask)
  const gone = new AbortController()
  for (let i = 0; i < 3; i++) page.ask('a')
  for (let i = 0; i < 5; i++) page.ask('a', gone.signal)
  gone.abort()
  await settle()
  expect(page.codes).toEqual(Array(5).fill('client_closed'))
  expect(ask.load()).toEqual({ inUse: 3, max: 4, waiting: 0 })
})

const [SIZE, EACH] = [LIMITS.size, LIMITS.perPerson.running]
const step = fc.oneof(fc.record({ person: fc.constantFrom(...'abcde') }), fc.record({ ends: fc.nat(SIZE - 1) }))

test('at any time: limits hold, and no slot is free while somebody waits for one that they may use', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const ask = createConnectionLimiter({ ...LIMITS, perPerson: { running: EACH, waiting: 60 } })
      const page = open(ask)
      for (const one of steps) {
        if ('person' in one) page.ask(one.person)
        else await page.running()[one.ends]?.end()
        await settle()
        const { inUse, waiting } = ask.load()
        expect(inUse).toBe(page.running().length)
        expect(inUse).toBeLessThanOrEqual(SIZE)
        for (const person of 'abcde') expect(page.runningOf(person)).toBeLessThanOrEqual(EACH)
        const couldRun = [...'abcde'].filter((person) => page.waitingOf(person) > 0 && page.runningOf(person) < EACH)
        if (inUse < SIZE) expect(couldRun).toEqual([])
        expect(waiting).toBe([...'abcde'].reduce((sum, person) => sum + page.waitingOf(person), 0))
      }
    }),
  )
})

test('who waits and could run is not passed over twice by the same person', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const page = open(createConnectionLimiter({ ...LIMITS, perPerson: { running: EACH, waiting: 60 } }))
      const passedOver = new Map<string, number>()
      for (const one of steps) {
        const before = page.began.length
        if ('person' in one) page.ask(one.person)
        else await page.running()[one.ends]?.end()
        await settle()
        for (const { person } of page.began.slice(before)) {
          for (const other of [...'abcde'].filter((name) => name !== person)) {
            const couldRun = page.waitingOf(other) > 0 && page.runningOf(other) < EACH
            const times = couldRun ? (passedOver.get(`${person} ${other}`) ?? 0) + 1 : 0
            passedOver.set(`${person} ${other}`, times)
            passedOver.set(`${other} ${person}`, 0)
            expect(times, `${person} before ${other}`).toBeLessThanOrEqual(1)
          }
        }
      }
    }),
  )
})
