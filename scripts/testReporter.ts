import type { Reporter, TestModule } from 'vitest/node'

/** Names what failed and why once more, then prints `N passed, N failed, N skipped` alone on the last line, as scripts and CI read it. */
export default class TestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const failed: string[] = []
    const counts = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      // A file that could not be loaded has no tests, and must not pass for it.
      if (module.state() === 'failed' && [...module.children.allTests()].length === 0) {
        counts.failed++
        failed.push(module.relativeModuleId)
      }
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result()
        // With the values compared, so that a record cut to its end still says what was wrong.
        const reason = errors.map(({ message, diff = '' }) => `\n  ${message}\n${diff}`).join('')
        if (state === 'failed') failed.push(`${module.relativeModuleId}: ${test.fullName}${reason}`)
        if (state === 'passed' || state === 'failed') counts[state]++
        else counts.skipped++
      }
    }
    for (const name of failed) process.stdout.write(`\nfailed: ${name}`)
    process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
  }
}
