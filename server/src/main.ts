// The one place with side effects: reads the environment and starts what ROLE says.
import { readConfig } from './config.ts'
import { exitWhenParentDies } from './lib/exitWhenParentDies.ts'
import { createLogger } from './lib/logger.ts'
import { runAll } from './run/runAll.ts'
import { runRole } from './run/runRole.ts'

try {
  const config = readConfig()
  if (config.role === 'all' && config.isDemo) throw new Error('DEMO is set by `npm start` only: unset it.')
  if (config.role === 'all') await runAll(config)
  else {
    exitWhenParentDies()
    await runRole(config, config.role)
  }
} catch (error) {
  createLogger('main').error('cannot_start', { error })
  process.exitCode = 1
}
