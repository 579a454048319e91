import { defaultClientConditions, defaultServerConditions } from 'vite'
import { configDefaults, defineConfig } from 'vitest/config'

// The sdk as it is written, not as it was last built.
const source = 'postback-source'

/** Stories in a browser, the help article's apart. They share the browser of their worker. */
const browser = ['console/test/long/**/*.test.ts']
/** Promises that take their time, and programs of other makers. All else is quick. */
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
          // Two of them wait for a disk, a timer or another process while one works.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: long,
          exclude: [...configDefaults.exclude, ...browser],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'browser', include: browser, isolate: false, maxWorkers: 2, sequence: { groupOrder: 3 } },
      },
    ],
    globalSetup: ['test/support/ensure-programs.ts', 'test/support/migrated-database.ts'],
    reporters: ['default', './test/support/refuse-skips.ts'],
    // Real sockets and fsyncs on small machines: a deadline that only a hang reaches.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
