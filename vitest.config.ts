import { defaultClientConditions, defaultServerConditions } from 'vite'
import { configDefaults, defineConfig } from 'vitest/config'

// The sdk as it is written, not as it was last built.
const source = 'postback-source'

/** Promises that take their time, stories in a browser (the help article's apart), programs of other makers. All else is quick. */
const long = ['**/test/long/**/*.test.ts', 'integrations/**/*.test.ts']

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['{src,test,bench,examples,sdk,console}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...long],
        },
      },
      {
        extends: true,
        test: { name: 'long', include: long },
      },
    ],
    globalSetup: ['test/support/ensure-programs.ts', 'test/support/migrated-database.ts'],
    reporters: ['default', './test/support/refuse-skips.ts'],
    // Most of a test is waiting for a browser, a disk or another process.
    maxWorkers: 2,
    // Real sockets and fsyncs on small machines: a deadline that only a hang reaches.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
