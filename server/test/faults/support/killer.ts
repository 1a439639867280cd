/** The algorithm_version of an event that kills its worker. */
export const KILLER = 'kills-its-worker'
