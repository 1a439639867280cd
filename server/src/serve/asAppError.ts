import type { FastifyError } from 'fastify'
import { AppError, databaseCode, isTransient } from '../lib/errors.ts'

/** SQLSTATEs that only input can cause, and that our schemas cannot exclude. */
const INPUT_FAULTS: Readonly<Record<string, { field: string; message: string }>> = {
  '22P05': { field: 'text', message: 'expected text without NUL' },
  '22021': { field: 'text', message: 'expected text without NUL' },
  '22008': { field: 'day', message: 'expected a day from the year 1 on' },
}

const ADDRESS_FAULTS: ReadonlySet<string> = new Set(['FST_ERR_BAD_URL', 'FST_ERR_MAX_PARAM_LENGTH'])
const BAD_ADDRESS = {
  field: 'path',
  message: 'expected a percent-encoded UTF-8 path with parts of at most 200 characters',
}

/** Fastify's own refusals and database errors, as our codes. */
export function asAppError(error: FastifyError | AppError): AppError {
  if (error instanceof AppError) return error
  if (isTransient(error)) return new AppError('database_busy', { cause: error })
  const fault = INPUT_FAULTS[databaseCode(error) ?? '']
  if (fault) return new AppError('invalid_request', { cause: error, details: [fault] })
  if (ADDRESS_FAULTS.has(error.code)) return new AppError('invalid_request', { cause: error, details: [BAD_ADDRESS] })
  const status = 'statusCode' in error ? error.statusCode : undefined
  if (status === 413) return new AppError('too_large', { cause: error })
  if (status === 415)
    return new AppError('invalid_request', {
      cause: error,
      details: [{ field: 'content-type', message: 'expected application/json' }],
    })
  if (status !== undefined && status >= 400 && status < 500) return new AppError('invalid_json', { cause: error })
  return new AppError('internal', { cause: error })
}
