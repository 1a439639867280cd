import type { NextConfig } from 'next'

const isDev = process.env.NODE_ENV === 'development'
/** In development the API runs next to `next dev`. */
const API = process.env.API_URL ?? 'http://127.0.0.1:3000'

const config: NextConfig = {
  // Pages are static files; there is no Node server for them.
  ...(isDev
    ? { rewrites: async () => [{ source: '/api/:path*', destination: `${API}/api/:path*` }] }
    : { output: 'export' }),
  trailingSlash: true,
  skipTrailingSlashRedirect: true,
  transpilePackages: ['@bx/contracts'],
  reactStrictMode: true,
  images: { unoptimized: true },
}

export default config
