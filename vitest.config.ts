import { defaultClientConditions, defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

// The sdk as it is written, not as it was last built.
const source = 'postback-source'

export default defineConfig({
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  test: {
    include: ['{src,test,examples,console,sdk,integrations}/**/*.test.ts'],
    globalSetup: 'test/ensure-programs.ts',
    // Most of a test is waiting for a browser, a disk or another process.
    maxWorkers: 2,
    // Real sockets and fsyncs on small machines: a deadline that only a hang reaches.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
