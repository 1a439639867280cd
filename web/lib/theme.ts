import { type CSSVariablesResolver, createTheme } from '@mantine/core'
import { FONT } from './font.ts'
import { DARK, LIGHT } from './tokens.ts'

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 4 },
  autoContrast: true,
  fontFamily: FONT,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  defaultRadius: 6,
  colors: {
    ink: ['#eef3fe', '#dfe9fd', '#c3d5fb', '#9dbaf8', '#6f9cf5', '#4b7fe6', '#295fd4', '#214db0', '#1a3d8c', '#132d68'],
    dark: [
      '#e8ecf2',
      '#b3bdca',
      '#8e9aa9',
      '#6b7787',
      '#2a323d',
      '#1f262f',
      '#1b212a',
      '#171c23',
      '#0f1318',
      '#0b0e12',
    ],
  },
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    Popover: { defaultProps: { shadow: 'md', radius: 8 } },
  },
})

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: mantine(LIGHT), dark: mantine(DARK) })

/** Mantine's names for our colours, so that help, errors and placeholders of fields have enough contrast. */
function mantine(tokens: typeof LIGHT) {
  return {
    ...tokens,
    '--mantine-color-body': tokens['--bx-canvas']!,
    '--mantine-color-text': tokens['--bx-text']!,
    '--mantine-color-dimmed': tokens['--bx-text-3']!,
    '--mantine-color-placeholder': tokens['--bx-text-3']!,
    '--mantine-color-error': tokens['--bx-bad']!,
  }
}
