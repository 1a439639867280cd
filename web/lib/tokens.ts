// The colours of both themes. Components use the `--bx-*` variables; charts read them when the theme changes.

type Tokens = Readonly<Record<string, string>>

/** Colour depth shows the rank; the first is the strongest. */
const RANKS = {
  light: '#0e295f #143370 #1c3e7f #25498e #2e549d #375fac #416bbb #4b77ca #5583d9 #608fe8',
  dark: '#e8f0ff #d2e2ff #bcd4ff #a8c6fb #97b7f3 #85a9ea #759be1 #658dd8 #557fce #4671c4',
}

/** Each placement has one of these colours on every chart, by its order in the settings. */
const PLACEMENTS = {
  light: '#295fd4 #d97900 #006645 #be557c #3896b2 #521b65 #6a5a00 #ae0016',
  dark: '#6f9cf5 #f39c00 #00b189 #f69fbb #a5eeff #9d55b8 #897a1c #d84a5b',
}

function placements(colours: string): Tokens {
  return Object.fromEntries(colours.split(' ').map((colour, i) => [`--bx-placement-${i + 1}`, colour]))
}

function ranks(colours: string): Tokens {
  return Object.fromEntries(colours.split(' ').map((colour, i) => [`--bx-rank-${i + 1}`, colour]))
}

export const LIGHT: Tokens = {
  ...ranks(RANKS.light),
  ...placements(PLACEMENTS.light),
  '--bx-other': '#87919e',
  '--bx-canvas': '#f6f7f9',
  '--bx-surface': '#ffffff',
  '--bx-sunken': '#f0f2f5',
  '--bx-hover': '#f5f7fa',
  '--bx-border': '#e1e5ea',
  '--bx-row-line': '#eceff2',
  '--bx-input-border': '#7d8896',
  '--bx-button-border': '#ccd2da',
  '--bx-text': '#151c26',
  '--bx-text-2': '#465160',
  '--bx-text-3': '#626d7c',
  '--bx-primary': '#295fd4',
  '--bx-on-primary': '#ffffff',
  '--bx-link': '#2455c3',
  '--bx-selected': '#e8effd',
  '--bx-good': '#0a6b3b',
  '--bx-good-tint': '#e2f4e9',
  '--bx-watch': '#855000',
  '--bx-watch-tint': '#fdf0d8',
  '--bx-bad': '#b3231b',
  '--bx-bad-tint': '#fde9e7',
  '--bx-neutral': '#556172',
  '--bx-neutral-tint': '#edf0f3',
  '--bx-before': '#87919e',
  '--bx-bar': '#648ee8',
  '--bx-area': 'rgba(41, 95, 212, 0.06)',
  '--bx-shadow': '0 4px 16px rgba(16, 24, 40, 0.14)',
}

export const DARK: Tokens = {
  ...ranks(RANKS.dark),
  ...placements(PLACEMENTS.dark),
  '--bx-other': '#5f6b7a',
  '--bx-canvas': '#0f1318',
  '--bx-surface': '#171c23',
  '--bx-sunken': '#1f262f',
  '--bx-hover': '#1b212a',
  '--bx-border': '#2a323d',
  '--bx-row-line': '#232a34',
  '--bx-input-border': '#6b7787',
  '--bx-button-border': '#3a4452',
  '--bx-text': '#e8ecf2',
  '--bx-text-2': '#b3bdca',
  '--bx-text-3': '#8e9aa9',
  '--bx-primary': '#6f9cf5',
  '--bx-on-primary': '#0f1318',
  '--bx-link': '#8fb2fa',
  '--bx-selected': '#17274b',
  '--bx-good': '#5fce93',
  '--bx-good-tint': '#12301f',
  '--bx-watch': '#f3b552',
  '--bx-watch-tint': '#38280c',
  '--bx-bad': '#ff8e85',
  '--bx-bad-tint': '#411a17',
  '--bx-neutral': '#aab5c3',
  '--bx-neutral-tint': '#262e38',
  '--bx-before': '#75818f',
  '--bx-bar': '#5686e7',
  '--bx-area': 'rgba(111, 156, 245, 0.08)',
  '--bx-shadow': '0 4px 16px rgba(0, 0, 0, 0.5)',
}
