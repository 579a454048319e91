import type { DemoOptions } from '../demo.ts'
import { Unable } from '../explain.ts'
import { stopSignals } from '../stop-signals.ts'
import type { Terminal } from '../terminal.ts'
import {
  freePort,
  type MembersArea,
  type OtherSystems,
  retrySchedule,
  startMembersArea,
  startOtherSystems,
  startPostback,
} from './actors.ts'
import { Api, type Delivery } from './api.ts'
import { disappointments, type Outcome } from './expectations.ts'
import { Follower } from './follow.ts'
import * as play from './play.ts'
import { affiliate, producer } from './school.ts'
import { furtherSteps, summarise } from './summary.ts'
import { Table } from './table.ts'
import { openWorkspace } from './workspace.ts'

/** Longer than all retries take together; what is not at rest by then is said to be wrong. */
const restWithinMs = 8_000

/** @returns whether everything ended as expected */
export async function runDemo(options: DemoOptions, terminal: Terminal): Promise<boolean> {
  const interrupted = untilInterrupted()
  await using started = new AsyncDisposableStack()
  const stage = await setStage(options, terminal, started)

  const story = playEverything(stage, terminal)
  story.catch(() => {}) // when it loses the race, what ended it is said instead
  const outcome = await Promise.race([story, stage.membersArea.failed, interrupted])
  if (outcome === 'interrupted') throw new Unable('Stopped before the end.')

  const wrong = disappointments(outcome)
  const places = { url: stage.api.url, membersArea: stage.membersArea.url, keyFile: stage.keyFile }
  summarise(outcome, wrong, places, terminal)
  if (options.once) return wrong.length === 0

  furtherSteps(outcome, places, terminal)
  await play.leaveTraces(stage.api, stage.otherSystems.url)
  sayWhereItIs(places, terminal)
  await Promise.race([interrupted, stage.membersArea.failed])
  terminal.say('Stopping.')
  return true
}

interface Stage {
  readonly api: Api
  readonly keyFile: string
  readonly saved: play.Saved
  readonly beforeId: string | null
  readonly membersArea: MembersArea
  readonly otherSystems: OtherSystems
  readonly table: Table
  readonly follower: Follower
}

/** Everybody in place and nothing sold yet. What is started is stopped in the opposite order. */
async function setStage(options: DemoOptions, terminal: Terminal, started: AsyncDisposableStack): Promise<Stage> {
  const workspace = await openWorkspace(options.dataDir)
  const otherSystems = await startOtherSystems()
  started.defer(() => otherSystems.stop())
  const port = await freePort(options.port)
  const postback = await startPostback(workspace, port)
  started.defer(() => postback.stop())
  workspace.noteUrl(postback.url)
  const api = new Api(postback.url, postback.platformKey)

  const membersAreaPort = await freePort(options.port === 0 ? 0 : port + 1)
  const addresses = { membersArea: `http://127.0.0.1:${membersAreaPort}`, otherSystems: otherSystems.url }
  await play.registerSchool(api)
  const saved = await play.saveConfigurations(api, addresses)
  const membersArea = await startMembersArea(workspace, {
    port: membersAreaPort,
    hottok: await play.readHottok(api),
    signingSecret: saved.access.secret,
  })
  started.defer(() => membersArea.stop())
  await play.importPostsFromBefore(api, addresses, Date.now())
  const beforeId = await play.processOneFromBefore(api, addresses.otherSystems)
  introduceActors(terminal, { url: api.url, port, wantedPort: options.port, ...addresses })

  const table = new Table(terminal, (delivery) => nameOf(delivery, saved))
  started.defer(() => table.close())
  const follower = new Follower(api, [producer.id, affiliate.id], (delivery) => {
    if (!play.isTrace(delivery)) table.show(delivery)
  })
  started.defer(() => follower.stop())
  await follower.start()
  return { api, keyFile: workspace.keyFile, saved, beforeId, membersArea, otherSystems, table, follower }
}

async function playEverything(stage: Stage, terminal: Terminal): Promise<Outcome> {
  const { api, saved, beforeId, membersArea, otherSystems, table, follower } = stage
  table.header()
  await play.disable(api, saved.mailing)
  // Without name servers nobody can know that there is no such name.
  if (saved.oldSite.state === 'active') await play.disable(api, saved.oldSite)

  const tests = await play.sendTest(api, saved.access)
  const forgedStatus = await play.forgePost(membersArea.url)
  const played = await play.playStories(api, Date.now())
  const posts = played.deliveries + tests.length
  await follower.untilAtRest(posts, restWithinMs)

  otherSystems.repairInvoices()
  const broken = [...follower.deliveries.values()].find((it) => isFailedInvoice(it, saved))
  if (broken) {
    table.say(terminal.paint('dim', 'The invoicing system is repaired, and one of its posts is processed again:'))
    await play.processAgain(api, broken)
    await follower.untilAtRest(posts, restWithinMs)
  }
  table.flush()

  const deliveries = [...follower.deliveries.values()]
  const toAffiliate = deliveries.filter(({ configurationId }) => configurationId === saved.panel.id)
  return {
    played,
    deliveries,
    configurations: await play.readConfigurations(api, saved),
    students: await play.readStudents(membersArea.url),
    resentId: broken?.id ?? null,
    forgedStatus,
    before: { posts: await play.readPostsFromBefore(api), processedId: beforeId },
    affiliatePayloads: await Promise.all(toAffiliate.map((it) => play.readPayload(api, affiliate.id, it))),
  }
}

function isFailedInvoice({ configurationId, state }: Delivery, { invoices }: play.Saved): boolean {
  return configurationId === invoices.id && state === 'failed'
}

function nameOf({ configurationId }: Delivery, saved: play.Saved): string {
  return Object.values(saved).find(({ id }) => id === configurationId)?.name ?? '–'
}

function introduceActors(
  { say, paint }: Terminal,
  it: { url: string; port: number; wantedPort: number; membersArea: string; otherSystems: string },
) {
  const taken = it.wantedPort !== 0 && it.port !== it.wantedPort ? ` (port ${it.wantedPort} is taken)` : ''
  const line = (who: string, where: string, what: string) => say(`${who.padEnd(14)} ${paint('cyan', where)}  ${what}`)
  line('Postback', it.url, `this process${taken}`)
  line('Members’ area', it.membersArea, 'its own process; answers 500 now and then')
  line('Other systems', it.otherSystems, 'sales, invoices, mailing list, panel')
  say(`Retries after ${retrySchedule.replaceAll(',', ', ')}; in earnest after 1m, 10m, 1h, 6h.`)
  say()
}

/** The last words: all that somebody needs who comes back to this window later. */
function sayWhereItIs(
  { url, membersArea, keyFile }: { url: string; membersArea: string; keyFile: string },
  terminal: Terminal,
) {
  const { say, paint } = terminal
  say()
  say(`Members’ area  ${paint('cyan', membersArea)}`)
  say(`Platform key   ${keyFile}`)
  say(`API            ${paint('cyan', `${url}/v1`)}`)
  say(`Reference      ${paint('cyan', `${url}/docs`)}`)
  say('Press Ctrl+C to stop. What you do from now on appears below.')
  say(`Console        ${paint('cyan', `${url}/`)}`)
}

function untilInterrupted(): Promise<'interrupted'> {
  return stopSignals().then(() => 'interrupted' as const)
}
