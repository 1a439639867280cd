export interface FileTime {
  readonly file: string
  /** Loading it, its hooks and its tests, milliseconds. */
  readonly ms: number
}

const LISTED = 15

/** The files that took longest, one a line, with seconds. */
export function slowestFiles(files: readonly FileTime[]): string[] {
  return [...files]
    .sort((a, b) => b.ms - a.ms)
    .slice(0, LISTED)
    .map(({ file, ms }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${file}`)
}
