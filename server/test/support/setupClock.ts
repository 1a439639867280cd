import { moveClock } from './moveClock.ts'

moveClock()
