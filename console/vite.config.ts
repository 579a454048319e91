import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin, type ProxyOptions } from 'vite'
import { guides } from './guides.ts'

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

/** Once, here, rather than at every request: the server sends the smallest form that the browser takes. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }) {
      const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
      for (const file of files.filter((name) => /\.(js|css|html|svg|md|txt)$/.test(name))) {
        const bytes = readFileSync(join(dir, file))
        writeFileSync(join(dir, `${file}.br`), brotliCompressSync(bytes))
        writeFileSync(join(dir, `${file}.gz`), gzipSync(bytes))
      }
    },
  }
}

const proxy = { '/v1': server() }

export default defineConfig({
  plugins: [react(), guides(), compressed()],
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
