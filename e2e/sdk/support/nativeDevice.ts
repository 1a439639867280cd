import type { NativeOptions } from '../../../sdk/src/reactNative.ts'

type NetState = { readonly isConnected: boolean | null }

export interface NativeDevice {
  /** What the system gives to the app that starts now; the one before is killed, and nothing of it has an effect any more. */
  boot(): Pick<NativeOptions, 'storage' | 'appState' | 'netInfo' | 'fetch'>
  /** What the storage holds. */
  readonly items: Map<string, string>
  /** Tried so far, with a network or without. */
  requests(): number
  turnApp(state: 'active' | 'background'): void
  turnNetwork(isConnected: boolean): void
}

/** A phone, as far as the SDK asks: it knows AsyncStorage, AppState and NetInfo by their shape only. */
export function nativeDevice(): NativeDevice {
  const items = new Map<string, string>()
  let onApp = (_: string) => {}
  let onNet = (_: NetState) => {}
  let isConnected = true
  let requests = 0
  let boots = 0
  return {
    boot() {
      const boot = ++boots
      const ifAlive = async (change: () => unknown) => void (boot === boots && change())
      return {
        storage: {
          getItem: async (key) => items.get(key) ?? null,
          setItem: (key, value) => ifAlive(() => items.set(key, value)),
          removeItem: (key) => ifAlive(() => items.delete(key)),
        },
        appState: {
          currentState: 'active',
          addEventListener: (_, listener) => {
            onApp = listener
          },
        },
        netInfo: {
          addEventListener: (listener) => {
            onNet = listener
          },
        },
        fetch: async (...args) => {
          if (boot !== boots) return new Promise(() => {})
          requests++
          if (!isConnected) throw new TypeError('Network request failed')
          return fetch(...args)
        },
      }
    },
    items,
    requests: () => requests,
    turnApp: (state) => onApp(state),
    turnNetwork(connected) {
      isConnected = connected
      onNet({ isConnected })
    },
  }
}
