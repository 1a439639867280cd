import type { PackageAction } from '@bx/contracts/packages/lifecycle'
import { MOVE_WORDS, SHORT_ACTION_WORDS, texts } from './strings.ts'

// What may be done with a package, in words.

export const ACTION_WORDS: Readonly<Record<PackageAction | 'create', { readonly done: string }>> = {
  ...MOVE_WORDS,
  ...SHORT_ACTION_WORDS,
  create: { done: texts.created },
  change: { done: texts.termsChanged },
  steer: { done: texts.steered },
  adjust: { done: texts.adjusted },
  expire: { done: texts.holdExpired },
  start: { done: texts.started },
  end: { done: texts.ended },
  complete: { done: texts.completed },
}
