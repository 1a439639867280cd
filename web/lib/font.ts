/** The interface font, bundled so that page and charts look the same everywhere; its characters load when they are needed. */
export const INTER = 'Inter Variable'

/** Font of page and charts. Without double quotes: the chart library puts it into attributes as it is. */
export const FONT = `'${INTER}', system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif`

/** Resolves when text can be measured, or at once where fonts cannot be loaded. */
export async function fontLoaded(): Promise<void> {
  await document.fonts?.load(`12px "${INTER}"`).catch(() => undefined)
}
