import { beforeAll } from 'vitest'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { MemoryBroker, memoryQueue } from './support/memoryQueue.ts'
import { testQueue } from './support/queueContract.ts'

// The queue that tests use for the second kind of durability also fulfils the contract of the port.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
})

testQueue('A broker in memory', async () => {
  const broker = new MemoryBroker()
  return {
    open: () => memoryQueue(broker),
    sql: database.owner,
    empty: async () => broker.messages.clear(),
    expireLeases: async () => broker.expire(),
    kill: (queue) => queue.close(),
  }
})
