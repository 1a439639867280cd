// The only file with side effects: reads the environment and starts the role in ROLE.
import { firstAdminNote } from './accounts/firstAdmin.ts'
import { readConfig } from './config.ts'
import { exitWhenParentDies } from './lib/exitWhenParentDies.ts'
import { reportFailure } from './run/reportFailure.ts'
import { runAll } from './run/runAll.ts'
import { runRole } from './run/runRole.ts'
import { stopWhenNpmDies } from './run/stopWhenNpmDies.ts'

try {
  const config = readConfig()
  if (config.role === 'all') {
    if (config.isDemo) throw new Error('DEMO is set by `npm start` only: unset it.')
    stopWhenNpmDies(process.env)
    const { firstAdminLink } = await runAll(config)
    if (firstAdminLink !== null) console.log(firstAdminNote(firstAdminLink))
  } else {
    exitWhenParentDies()
    await runRole(config, config.role)
  }
} catch (error) {
  await reportFailure(error, process.env)
}
