// Takes the app's calls on React Native. Everything that a browser provides is passed in. Nothing is thrown into the app.
import { setRandom } from '../core/ids.ts'
import * as life from '../life.ts'
import { quietly } from '../quietly.ts'
import * as recorder from '../recorder.ts'
import * as sender from '../sender.ts'
import { setDevice } from '../storage.ts'
import type { Slot } from '../types.ts'
import { openEye, show } from './eye.ts'
import { openMirror } from './mirror.ts'
import { sha256 } from './sha256.ts'
import type { NativeClient, NativeOptions, NetInfoLike, Watch } from './types.ts'

/** How often to look for events of earlier runs of the app, and to store queued ones. */
const KEEP_MS = 20_000

let isStarted = false
let isOpen = false
let isGranted = false
/** User id of the last `init`. */
let givenId: string | undefined
/** Set while there is no network; resolves when it returns. */
let offline: Promise<void> | undefined

const client: NativeClient = {
  watch: quietly(watch, { show() {}, end() {} }),
  render: quietly(recorder.render, ''),
  clickId: quietly(recorder.newId, ''),
  click: quietly(recorder.click, ''),
  flush: quietly(async () => {
    if (!offline) await sender.flush()
  }, Promise.resolve()),
  identify: quietly(life.become),
  reset: quietly(() => life.become()),
  consent: quietly(consent),
}

export const init: (options: NativeOptions) => NativeClient = quietly((options) => {
  if (!isStarted) start(options)
  // Omitted again: a user who has signed in since remains.
  if (options.userId || givenId) life.become(options.userId)
  givenId = options.userId
  consent(options.consent)
  return client
}, client)

function start(options: NativeOptions): void {
  const { endpoint, writeKey, storage, appState, netInfo, fetch, context, random = ownRandom() } = options ?? {}
  if (!endpoint || !writeKey || !storage || !appState)
    throw Error('init() needs an endpoint, a writeKey, storage and appState')
  if (!random)
    throw Error(
      'init() needs crypto.getRandomValues: import react-native-get-random-values before it, or pass `random`',
    )
  setRandom(random)
  openEye()
  recorder.setUp({ platform: 'react-native', ...context })
  sender.setUp(options)
  sender.setPlatform({ fetch: fetchOf(fetch), sha256: options.sha256 ?? sha256, offline: () => offline })
  isStarted = true
  if (netInfo) followNetwork(netInfo)
  void openMirror(storage).then(
    quietly((device) => {
      setDevice(device)
      open(appState)
    }),
  )
}

/** Follows the life of the app: in the background it is hidden. */
function open(appState: NativeOptions['appState']): void {
  let state = appState.currentState
  life.start(() => state === 'background')
  isOpen = true
  appState.addEventListener(
    'change',
    quietly((next) => {
      state = next
      life.showOrHide()
    }),
  )
  setInterval(
    quietly(() => {
      life.showOrHide()
      life.keep()
    }),
    KEEP_MS,
  )
  life.consent(isGranted)
}

function consent(granted: boolean): void {
  isGranted = granted
  // Stored data must not be overwritten before it is read.
  if (isOpen) life.consent(granted)
}

/** Unknown counts as connected: a failed request shows otherwise. */
function followNetwork(netInfo: NetInfoLike): void {
  let end = () => {}
  netInfo.addEventListener(
    quietly(({ isConnected }) => {
      if (isConnected === false)
        offline ??= new Promise((resolve) => {
          end = resolve
        })
      else if (offline) {
        offline = undefined
        // The request for the server's clock failed.
        sender.forgetAnswer()
        end()
        void sender.flush()
      }
    }),
  )
}

/** Without a network nothing is tried; pending attempts are cancelled. */
function fetchOf(given: NativeOptions['fetch']): typeof fetch {
  return (...args) => (offline ? Promise.reject(new TypeError('There is no network')) : (given ?? fetch)(...args))
}

function watch(slot: Slot): Watch {
  if (!slot) throw Error('watch() needs a slot')
  const element = {}
  const end = recorder.observe(element, slot)
  return { show: quietly((share: number) => show(element, share)), end: quietly(end) }
}

function ownRandom(): NativeOptions['random'] {
  const { crypto } = globalThis as { crypto?: Partial<Crypto> }
  return crypto?.getRandomValues && ((bytes) => globalThis.crypto.getRandomValues(bytes))
}
