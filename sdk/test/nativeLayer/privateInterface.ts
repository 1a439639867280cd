/** Every flag of React Native is off, as in its releases. */
export const ReactNativeFeatureFlags: Record<string, () => boolean> = new Proxy({}, { get: () => () => false })
