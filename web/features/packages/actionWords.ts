import type { Move, PackageAction } from '@bx/contracts/packages/lifecycle'

// What may be done with a package, in words.

interface MoveWords {
  readonly button: string
  readonly done: string
  /** What it does, in its dialog. */
  readonly text: string
  /** The person has to say why. */
  readonly needsReason: boolean
  readonly isDangerous?: boolean
}

export const MOVE_WORDS: Readonly<Record<Move, MoveWords>> = {
  quote: {
    button: 'Quote',
    done: 'Quoted',
    text: 'The terms are complete and can be sent to the merchant. Nothing is reserved yet.',
    needsReason: false,
  },
  hold: {
    button: 'Hold inventory',
    done: 'Inventory held',
    text: 'Reserves the inventory until the package is approved or the hold expires.',
    needsReason: false,
  },
  release: {
    button: 'Release the hold',
    done: 'Hold released',
    text: 'The inventory becomes available again. The quote stays.',
    needsReason: false,
  },
  withdraw: {
    button: 'Withdraw',
    done: 'Withdrawn',
    text: 'The offer ends for good. This cannot be undone.',
    needsReason: true,
    isDangerous: true,
  },
  approve: {
    button: 'Approve',
    done: 'Approved',
    text: 'Books the package: it starts on its first day. Below the floor price a reason is needed, and nobody approves their own quote.',
    needsReason: false,
  },
  pause: {
    button: 'Pause',
    done: 'Paused',
    text: 'Delivery stops until the package is resumed. The flight does not get longer.',
    needsReason: true,
  },
  resume: {
    button: 'Resume',
    done: 'Resumed',
    text: 'Delivery continues. What was missed is spread over the rest of the flight.',
    needsReason: false,
  },
  cancel: {
    button: 'Cancel the package',
    done: 'Cancelled',
    text: 'Delivery ends for good. This cannot be undone.',
    needsReason: true,
    isDangerous: true,
  },
  close: {
    button: 'Close',
    done: 'Closed',
    text: 'The figures were checked and invoiced. Nothing changes afterwards.',
    needsReason: false,
  },
}

export const ACTION_WORDS: Readonly<Record<PackageAction | 'create', { readonly done: string }>> = {
  ...MOVE_WORDS,
  create: { done: 'Created' },
  change: { done: 'Terms changed' },
  adjust: { done: 'Adjusted' },
  expire: { done: 'Hold expired' },
  start: { done: 'Started' },
  end: { done: 'Ended' },
}

/** Fields of a change that are shown, by their wire name. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  package_name: 'Name',
  po_number: 'PO number',
  guaranteed_units: 'Contracted units',
  goal_units: 'Goal',
  unit_price: 'Unit price',
  price: 'Price',
  billing_basis: 'Billed by',
  start_date: 'Start',
  end_date: 'End',
  buffer_units: 'Buffer',
  cap_units: 'Cap',
  daily_cap_units: 'Daily cap',
  end_rule: 'End rule',
  delivery_mode: 'Delivery',
  placements: 'Placements',
  credit_model: 'Credit model',
  credit_window_days: 'Attribution window, days',
  billed_status: 'Billed status',
}
