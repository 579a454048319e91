import type { Reporter, TestModule } from 'vitest/node'

/** A skipped test fails the run, because nothing then checks its promise. Tests that `-t` leaves out do not count as skipped. */
export default class RefuseSkips implements Reporter {
  #byName = false

  onInit({ config }: { readonly config: { readonly testNamePattern?: RegExp } }) {
    this.#byName = config.testNamePattern !== undefined
  }

  onTestRunEnd(modules: readonly TestModule[]) {
    if (this.#byName) return
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')].map((test) => test.fullName))
    if (skipped.length === 0) return
    process.stderr.write(`Skipped tests fail the run:\n${skipped.map((name) => `  ${name}`).join('\n')}\n`)
    process.exitCode = 1
  }
}
