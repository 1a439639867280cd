import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import './globals.css'
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { PRODUCT } from '../lib/pageTitle.ts'
import { Providers } from './Providers.tsx'
import { texts } from './strings.ts'

// The title is not in the metadata, because the router would write it again after a page has set its own.
export const metadata: Metadata = {
  description: texts.whichBrandWasShown,
}
export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en-GB" {...mantineHtmlProps}>
      <head>
        <title>{PRODUCT}</title>
        <script src="/heal.js" />
        <ColorSchemeScript defaultColorScheme="auto" />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
