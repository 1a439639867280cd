import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet from 'helmet'

export type Headers = Readonly<Record<string, string>>

/** Browser features that our pages do not use. */
const UNUSED_FEATURES = [
  ...['accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'hid', 'idle-detection'],
  ...['magnetometer', 'microphone', 'midi', 'payment', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'],
]
const YEAR_SECONDS = 31_536_000

/**
 * The headers of every answer. A table instead of middleware, because broken requests and malformed addresses are
 * refused before any hook runs. The content policy is that of data: pages replace it with `pagePolicy`.
 * @param https the public address is https, so browsers may be restricted to it
 */
export function securityHeaders({ https }: { https: boolean }): Headers {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  const none = ["'none'"]
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: none, baseUri: none, formAction: none, frameAncestors: none },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    // Without subdomains: they may belong to others.
    strictTransportSecurity: https && { maxAge: YEAR_SECONDS, includeSubDomains: false },
  })(request, response, () => {})
  const permissions = UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', ')
  return { ...(response.getHeaders() as Record<string, string>), 'permissions-policy': permissions }
}
