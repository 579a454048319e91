import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type ProxyOptions } from 'vite'

/**
 * In development the page comes from Vite and everything else from a running server. With a key file and an account the
 * proxy speaks as the platform for that account, so that no sign-in is needed; without them the console's own session is used.
 */
function server(): ProxyOptions {
  const target = process.env.POSTBACK_DEV_SERVER ?? 'http://127.0.0.1:8080'
  const keyFile = process.env.POSTBACK_DEV_KEY_FILE
  const account = process.env.POSTBACK_DEV_ACCOUNT
  if (!keyFile || !account) return { target }
  const key = readFileSync(keyFile, 'utf8').trim()
  return { target, headers: { authorization: `Bearer ${key}`, 'postback-account': account } }
}

const proxy = { '/v1': server() }

export default defineConfig({
  plugins: [react()],
  // The sdk as it is written, not as it was last built.
  resolve: { conditions: ['postback-source', ...defaultClientConditions] },
  build: {
    target: 'es2024',
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy },
  preview: { proxy },
})
