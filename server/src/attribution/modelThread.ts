import { parentPort, workerData } from 'node:worker_threads'
import { openPool } from '../db/openPool.ts'
import { computeModel, type ModelQuestion, type ModelResult } from './computeModel.ts'

// The thread of one model run, with its own connection and heap, so that it never delays the loops of its process.

export interface ThreadInput {
  readonly databaseUrl: string
  readonly question: ModelQuestion
}

export type ThreadMessage = { readonly progress: number } | { readonly result: ModelResult }

const { databaseUrl, question } = workerData as ThreadInput
const reportToParent = (message: ThreadMessage) => parentPort!.postMessage(message)
const sql = openPool({ url: databaseUrl, max: 1, name: 'bx model run' })
try {
  reportToParent({ result: await computeModel(sql, question, (progress) => reportToParent({ progress })) })
} finally {
  await sql.end({ timeout: 1 })
}
