import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { slowestFiles } from './slowestFiles.ts'
import type { Failure, Results } from './testResults.ts'

/**
 * Repeats all failures with their reasons, lists the slowest files, and writes the results to the file that TEST_RESULTS
 * names, for runTests.ts. Without TEST_RESULTS it prints `N passed, N failed, N skipped`.
 */
export default class TestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const failures: Failure[] = []
    let [passed, skipped] = [0, 0]
    for (const module of modules) {
      const file = module.relativeModuleId
      // A file that cannot be loaded has no tests; it must not count as passed.
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) {
        failures.push({ file, test: null })
        process.stdout.write(`\nproblem in ${file}`)
      }
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result()
        if (state === 'passed') passed++
        else if (state !== 'failed') skipped++
        else {
          failures.push({ file, test: test.fullName })
          // Includes the compared values, so that a log that is cut at the start still shows the problem.
          const reason = errors.map(({ message, diff = '' }) => `\n  ${message}\n${diff}`).join('')
          process.stdout.write(`\nproblem in ${file}: ${test.fullName}${reason}`)
        }
      }
    }
    process.stdout.write(`\nslowest files:\n${slowestFiles(modules.map(timeOf)).join('\n')}\n`)
    const results: Results = { passed, skipped, failures }
    if (process.env.TEST_RESULTS) writeFileSync(process.env.TEST_RESULTS, JSON.stringify(results))
    else process.stdout.write(`\n${passed} passed, ${failures.length} failed, ${skipped} skipped\n`)
  }
}

function timeOf(module: TestModule) {
  const { setupDuration, collectDuration, duration } = module.diagnostic()
  return { file: module.relativeModuleId, ms: setupDuration + collectDuration + duration }
}
