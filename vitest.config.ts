import { defaultClientConditions, defaultServerConditions } from 'vite'
import { configDefaults, defineConfig } from 'vitest/config'

// The sdk as it is written, not as it was last built.
const source = 'postback-source'

/** Beside the file that they are of, and long all the same: they start the program again and again. */
const manyProcesses = [
  'src/cli/{remote,commands/import,commands/listen,commands/trigger}.test.ts',
  'test/{crash,legacy-import,live-streams,many-configurations,stop-timeout}.test.ts',
  'test/api/fuzz.test.ts',
  'examples/marketplace/test/demo.test.ts',
  'sdk/test/package.test.ts',
  'integrations/n8n/test/trigger.test.ts',
]
/** Those, stories in a browser (the article's walk apart), and promises that take their time. */
const long = ['console/test/**/*.test.ts', '{test,sdk/test}/long/**/*.test.ts', ...manyProcesses]
const articleWalk = 'console/test/article.test.ts'

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['{src,test,bench,examples,sdk,integrations}/**/*.test.ts', 'console/src/**/*.test.ts', articleWalk],
          exclude: [...configDefaults.exclude, '**/test/long/**', ...manyProcesses],
        },
      },
      {
        extends: true,
        test: { name: 'long', include: long, exclude: [...configDefaults.exclude, articleWalk] },
      },
    ],
    globalSetup: 'test/ensure-programs.ts',
    reporters: ['default', './test/refuse-skips.ts'],
    // Most of a test is waiting for a browser, a disk or another process.
    maxWorkers: 2,
    // Real sockets and fsyncs on small machines: a deadline that only a hang reaches.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
