import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** n8n's own packages. They store keys in the user's folder, so tests give them a temporary one. */
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-user-'))
process.env.N8N_USER_FOLDER = userFolder

const require = createRequire(import.meta.url)
export const core = require('n8n-core') as typeof import('n8n-core')
export const n8nWorkflow = require('n8n-workflow') as typeof import('n8n-workflow')

export function removeUserFolder() {
  rmSync(userFolder, { recursive: true, force: true })
}
