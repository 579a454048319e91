import { openSync } from 'node:fs'
import { type App, startApp } from '../../src/app.ts'
import { openLog } from '../../src/log/log.ts'
import { descriptorOutlet } from '../../src/log/outlets.ts'
import { readSettings } from '../../src/settings.ts'
import { affiliate, producer } from './school.ts'
import type { Workspace } from './workspace.ts'

export const retrySchedule = '200ms,400ms,800ms,1600ms'

/** Postback itself, in this process, with its store in the workspace. Only times and allowed addresses differ from production. */
export async function startPostback(workspace: Workspace, port: number): Promise<App> {
  const settings = readSettings({
    POSTBACK_PORT: String(port),
    POSTBACK_DATA_DIR: workspace.directory,
    POSTBACK_ALLOW_HTTP: 'true',
    POSTBACK_ALLOW_NETWORKS: '127.0.0.0/8,::1/128',
    POSTBACK_RETRY_SCHEDULE: retrySchedule,
    POSTBACK_ATTEMPT_TIMEOUT: '2s',
    POSTBACK_SUPPORT_URL: 'mailto:help@marketplace.example',
  })
  const outlet = descriptorOutlet(openSync(workspace.file('postback.log'), 'a'))
  const log = openLog({ level: settings.logLevel, outlet })
  const demoAccounts = [
    { accountId: producer.id, name: producer.name, role: 'producer' },
    { accountId: affiliate.id, name: affiliate.name, role: 'affiliate' },
  ] as const
  return startApp(settings, { log: log.logger, logLinesLost: log.linesLost, demoAccounts })
}
