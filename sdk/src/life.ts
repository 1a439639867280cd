// Whose events are recorded, and when: consent, person and visibility. Nothing is stored without consent.
import * as watching from './core/watching.ts'
import { quietly } from './quietly.ts'
import * as recorder from './recorder.ts'
import * as sender from './sender.ts'
import { clearStorage, createStore } from './storage.ts'
import type { IdentifyOptions } from './types.ts'

/** Undefined: not started. */
let isHidden: (() => boolean) | undefined
let isGranted = false
/** `true`: recording with consent. `false`: recording anonymously. Undefined: not recording. */
let isOn: boolean | undefined
/** The app's id of the person, and whether the previous visitor was the same person. */
let userId = ''
let isLink: boolean | undefined

/** @param hidden whether the app is hidden now */
export function start(hidden: () => boolean): void {
  isHidden = hidden
}

export function isCounting(): boolean {
  return isOn !== undefined
}

/** The person changed: all renders seen so far end for the earlier person. */
export function become(next = '', options?: IdentifyOptions): void {
  if (next === userId) return
  userId = next
  isLink = options?.linkVisitor
  if (isOn === undefined) return
  watching.suspend()
  recorder.forgetPerson()
  record(isOn)
  showOrHide()
}

export function consent(granted: boolean): void {
  if (!isHidden) return
  isGranted = granted
  if (!granted && isOn) forget()
  showOrHide()
}

export function showOrHide(): void {
  if (isHidden!()) leave()
  else if (isGranted) begin(true)
  else
    void sender.ask().then(
      quietly(({ isAnonymousAllowed }) => {
        if (isAnonymousAllowed && !isGranted) begin(false)
      }),
    )
}

export function leave(): void {
  watching.suspend()
  sender.leave(isOn === true)
}

/** Stores queued items already now, because the app may crash. */
export function keep(): void {
  if (isOn) sender.save()
}

/** Starts only when the page is visible: prerendered pages and unread background tabs leave no trace. */
function begin(mayStore: boolean): void {
  watching.resume()
  if (isOn !== mayStore) record(mayStore)
  if (mayStore) sender.resume()
}

/** Records for the current person from now on, as far as consent allows. */
function record(mayStore: boolean): void {
  isOn = mayStore
  const store = createStore(mayStore)
  sender.begin(mayStore ? userId : '', store, isLink)
  recorder.turn(store, userId, !mayStore)
}

function forget(): void {
  isOn = undefined
  recorder.turn()
  watching.suspend()
  sender.end()
  clearStorage()
}
