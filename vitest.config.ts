import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,test,examples,console,sdk}/**/*.test.ts'],
    globalSetup: 'test/ensure-programs.ts',
    // Real sockets and fsyncs on small machines: a deadline that only a hang reaches.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
