import { parentPort, workerData } from 'node:worker_threads'
import { openPool } from '../store/db.ts'
import { computeModel, type ModelQuestion, type ModelResult } from './computeModel.ts'

// The thread of one model run: its own connection, its own heap. What it reads and computes never holds up the loops of
// the process it runs in.

export interface ThreadInput {
  readonly databaseUrl: string
  readonly question: ModelQuestion
}

export type ThreadMessage = { readonly progress: number } | { readonly result: ModelResult }

const { databaseUrl, question } = workerData as ThreadInput
const tell = (message: ThreadMessage) => parentPort!.postMessage(message)
const sql = openPool({ url: databaseUrl, max: 1, name: 'bx model run' })
try {
  tell({ result: await computeModel(sql, question, (progress) => tell({ progress })) })
} finally {
  await sql.end({ timeout: 1 })
}
