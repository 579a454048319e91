import type { Delivery } from '@postback/sdk'
import { Unable } from '../../src/cli/explain.ts'
import { stopSignals } from '../../src/cli/stop-signals.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import * as calls from './calls.ts'
import { type Clients, clientsOf } from './clients.ts'
import { disappointments, type Outcome } from './expectations.ts'
import { Follower } from './follower.ts'
import { freePort } from './free-port.ts'
import { retrySchedule, startPostback } from './postback.ts'
import { type MembersArea, type OtherSystems, startMembersArea, startOtherSystems } from './receivers.ts'
import { sales } from './sales.ts'
import { furtherSteps, summarise } from './summary.ts'
import { Table } from './table.ts'
import { openWorkspace } from './workspace.ts'

/** Longer than all retries take together. A post that is still under way by then is reported as wrong. */
const restWithinMs = 8_000

export interface DemoOptions {
  readonly once: boolean
  readonly port: number
  readonly dataDir: string
}

/** @returns whether everything ended as expected */
export async function runDemo(options: DemoOptions, terminal: Terminal): Promise<boolean> {
  introduce(terminal)
  const interrupted = stopSignals().then(() => 'interrupted' as const)
  await using started = new AsyncDisposableStack()
  const stage = await setStage(options, terminal, started)

  const played = play(stage, terminal)
  played.catch(() => {}) // if it loses the race, the error of the winner is shown
  const outcome = await Promise.race([played, stage.membersArea.failed, interrupted])
  if (outcome === 'interrupted') throw new Unable('Stopped before the end.')

  const wrong = disappointments(outcome)
  const places = { url: stage.url, membersArea: stage.membersArea.url, keyFile: stage.keyFile }
  summarise(outcome, wrong, places, terminal)
  if (options.once) return wrong.length === 0

  furtherSteps(outcome, places, terminal)
  await calls.leaveTraces(stage.clients, stage.otherSystems.url)
  sayWhereItIs(places, terminal)
  await Promise.race([interrupted, stage.membersArea.failed])
  terminal.say('Stopping.')
  return true
}

interface Stage {
  /** Of the server. */
  readonly url: string
  readonly keyFile: string
  readonly clients: Clients
  readonly saved: calls.Saved
  /** The legacy post that was sent again. */
  readonly resentLegacyId: string | null
  readonly membersArea: MembersArea
  readonly otherSystems: OtherSystems
  readonly table: Table
  readonly follower: Follower
}

/** Starts everything and registers the school; no sale is reported yet. What is started is stopped in reverse order. */
async function setStage(options: DemoOptions, terminal: Terminal, started: AsyncDisposableStack): Promise<Stage> {
  const workspace = await openWorkspace(options.dataDir)
  const otherSystems = await startOtherSystems()
  started.defer(() => otherSystems.stop())
  const port = await freePort(options.port)
  const postback = await startPostback(workspace, port)
  started.defer(() => postback.stop())
  workspace.noteUrl(postback.url)
  const clients = clientsOf(postback.url, postback.platformKey)

  const membersAreaPort = await freePort(options.port === 0 ? 0 : port + 1)
  const addresses = { membersArea: `http://127.0.0.1:${membersAreaPort}`, otherSystems: otherSystems.url }
  await calls.registerSchool(clients)
  const saved = await calls.saveConfigurations(clients, addresses)
  const membersArea = await startMembersArea(workspace, {
    port: membersAreaPort,
    hottok: (await clients.forProducer.hottok.get()).hottok,
    signingSecret: saved.access.secret,
  })
  started.defer(() => membersArea.stop())
  await calls.importLegacyPosts(clients, addresses, Date.now())
  const resentLegacyId = await calls.resendLegacyPost(clients, addresses.otherSystems)
  introducePrograms(terminal, { url: postback.url, port, wantedPort: options.port, ...addresses })

  const table = new Table(terminal, (delivery) => nameOf(delivery, saved))
  started.defer(() => table.close())
  const follower = new Follower([clients.forProducer, clients.forAffiliate], (delivery) => {
    if (!calls.isTrace(delivery)) table.show(delivery)
  })
  started.defer(() => follower.stop())
  await follower.start()
  const { keyFile } = workspace
  return { url: postback.url, keyFile, clients, saved, resentLegacyId, membersArea, otherSystems, table, follower }
}

async function play(stage: Stage, terminal: Terminal): Promise<Outcome> {
  const { clients, saved, membersArea, otherSystems, table, follower } = stage
  const { configurations, deliveries } = clients.forProducer
  table.header()
  await configurations.disable(saved.mailing.id)
  // Without a name server Postback cannot know that the name does not exist, so it leaves the configuration active.
  if (saved.oldSite.state === 'active') await configurations.disable(saved.oldSite.id)

  const tests = await calls.sendTest(clients, saved.access)
  const forgedStatus = await calls.forgePost(membersArea.url)
  const reported = await calls.reportSales(clients, Date.now())
  const posts = reported.deliveries + tests.length
  await follower.untilAtRest(posts, restWithinMs)

  otherSystems.repairInvoices()
  const broken = [...follower.deliveries.values()].find((it) => isFailedInvoice(it, saved))
  if (broken) {
    table.say(terminal.paint('dim', 'The invoicing system is repaired, and one of its posts is processed again:'))
    await deliveries.resend(broken.id)
    await follower.untilAtRest(posts, restWithinMs)
  }
  table.flush()

  const all = [...follower.deliveries.values()]
  const toAffiliate = all.filter(({ configurationId }) => configurationId === saved.panel.id)
  const details = await Promise.all(toAffiliate.map(({ id }) => clients.forAffiliate.deliveries.get(id)))
  return {
    reported,
    deliveries: all,
    configurations: await calls.readConfigurations(clients, saved),
    students: await calls.readStudents(membersArea.url),
    resentId: broken?.id ?? null,
    forgedStatus,
    legacy: { posts: await calls.readLegacyPosts(clients), resentId: stage.resentLegacyId },
    affiliatePayloads: details.map(({ payload }) => payload),
  }
}

function isFailedInvoice({ configurationId, state }: Delivery, { invoices }: calls.Saved): boolean {
  return configurationId === invoices.id && state === 'failed'
}

function nameOf({ configurationId }: Delivery, saved: calls.Saved): string {
  return Object.values(saved).find(({ id }) => id === configurationId)?.name ?? '–'
}

/** The lines below the title, which `main.ts` prints. */
function introduce({ say }: Terminal) {
  say(`A checkout reports what becomes of ${sales.length} transactions. Each line of the table is a`)
  say('post to one of the systems that the school has connected.')
  say()
}

function introducePrograms(
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

/** The last lines: the addresses that a user needs who returns to this window later. */
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
