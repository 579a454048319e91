import { startApp } from '../src/app.ts'
import { openLog } from '../src/log/log.ts'
import { standardOutlet } from '../src/log/outlets.ts'
import { readSettings } from '../src/settings.ts'
import { LongestTurn } from './longest-turn.ts'
import { answerParent } from './processes.ts'

/** Postback as it is shipped, in a separate process. */

const settings = readSettings(process.env)
const app = await startApp(settings, { log: openLog({ level: 'warn', outlet: standardOutlet(1) }).logger })
const lookAgainMs = 2
const turns = new LongestTurn()

const answers = {
  address: () => ({ url: app.url, platformKey: app.platformKey }),
  usage() {
    const { user, system } = process.cpuUsage()
    return { cpuMicros: user + system, peakRssKiB: process.resourceUsage().maxRSS }
  },
  watchTurns: () => turns.start(),
  longestTurn: () => turns.stop(),
  /** Resolves when no attempt is open, no delivery waits for its first attempt, and every outcome is recorded. */
  async settled() {
    for (;;) {
      while (app.engine.load.inFlight > 0 || app.engine.load.inWindow > 0) await pause()
      const { queued } = await app.engine.store.gauge(Date.now(), [])
      if (queued === 0 && app.engine.load.inFlight === 0) return
      await pause()
    }
  },
} as const

export type ServerAnswers = typeof answers

function pause() {
  return new Promise((resolve) => setTimeout(resolve, lookAgainMs))
}

answerParent(answers, () => app.stop())
