import { z } from 'zod'
import { type Move, PACKAGE_ACTIONS } from '../packages/lifecycle.ts'
import type { Endpoint } from './endpoint.ts'
import { reason, version } from './packageTerms.ts'
import { packageAnswer, packageParams } from './soldPackage.ts'

// What people do with a package that has no terms of its own.

const why = { given: z.object({ version, reason }), optional: z.object({ version, reason: reason.optional() }) }

function move<const M extends Move, const Body extends z.ZodType>(action: M, summary: string, body: Body) {
  return {
    method: 'POST',
    path: `/api/packages/{package_id}/${action}`,
    operationId: `${action}Package`,
    summary,
    tag: 'Commercial',
    auth: PACKAGE_ACTIONS[action].by,
    params: packageParams,
    body,
    status: 200,
    response: packageAnswer,
  } as const satisfies Endpoint
}

export const quotePackage = move('quote', 'Quote a draft: its terms can be sent to the merchant', why.optional)
export const holdPackage = move('hold', 'Reserve inventory for a quoted package for some days', why.optional)
export const releasePackage = move('release', 'End a hold before it expires', why.optional)
export const withdrawPackage = move('withdraw', 'Cancel a package that is not sold yet', why.given)
export const approvePackage = move(
  'approve',
  'Book a held package. Below the floor price somebody else than the people who wrote its terms has to, with a reason',
  why.optional,
)
export const pausePackage = move('pause', 'Stop delivering for a while', why.given)
export const resumePackage = move(
  'resume',
  'Deliver again; the backlog is spread over what is left of the flight',
  why.optional,
)
export const cancelPackage = move('cancel', 'Cancel a sold package for good', why.given)
export const closePackage = move('close', 'Close an ended package: its figures were checked and invoiced', why.optional)
