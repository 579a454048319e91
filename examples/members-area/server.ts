import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { type AnyEvent, createReceiver, type Handler, type KnownEventName, nodeHandler } from '@postback/sdk'
import { answerApi } from './api.ts'
import type { CourseRule } from './courses.ts'
import { openDatabase } from './database.ts'
import { eventsThatMatter } from './facts.ts'
import { type Policy, usualPolicy } from './grants.ts'
import { Inbox } from './inbox.ts'
import { studentsPage } from './page.ts'
import { Students } from './students.ts'

export interface MembersAreaOptions {
  readonly file: string
  readonly port: number
  /** The secrets shared with the sender. Two of a kind are valid while one is being replaced. */
  readonly secrets: {
    readonly hottoks: readonly string[]
    /** `whsec_…`; empty: only the token is checked. */
    readonly signingSecrets: readonly string[]
  }
  readonly policy?: Partial<Policy>
  /** Key of the API under /api; left out: there is no API. */
  readonly apiKey?: string
  /** The first attempt of every n-th webhook is answered with 500, to show that nothing is lost; 0: never. */
  readonly failEvery: number
  /** Milliseconds; for tests. */
  readonly now?: () => number
}

export interface MembersArea {
  readonly url: string
  close(): Promise<void>
}

const bodyBytesMax = 1024 * 1024
const changesShown = 12

/** Starts the receiver. Webhooks arrive at /webhook; / and /students.json show the access of students. */
export async function startMembersArea(options: MembersAreaOptions): Promise<MembersArea> {
  const { now = Date.now, apiKey = null } = options
  const database = openDatabase(options.file)
  const students = new Students(database)
  const inbox = new Inbox(database, students, { ...usualPolicy, ...options.policy })
  const worker = oneAtATime(() => inbox.workOff(now()))
  worker.wake() // complete what the last process left
  const failsNow = failingEvery(options.failEvery)

  // The kit checks token and signature on the raw bytes, and answers. The inbox detects copies, so the kit need not.
  const keep: Handler<AnyEvent> = (event, { body, test }) => {
    if (failsNow(event.id)) throw new Error('Failing on purpose; try again.')
    // A test shows that the receiver can be reached; it must not give access.
    if (test) return
    // Process it after the answer: the sender need not wait for that.
    if (inbox.keep(event, body, now())) worker.wake()
  }
  const receiver = createReceiver({
    hottok: options.secrets.hottoks,
    ...(options.secrets.signingSecrets.length > 0 && { secrets: options.secrets.signingSecrets }),
    dedupe: false,
    on: Object.fromEntries(eventsThatMatter.map((name): [KnownEventName, typeof keep] => [name, keep])),
    onUnknown: keep,
    onError: (error) => console.error(`could not keep a webhook: ${(error as Error).message}`),
    bodyBytesMax,
    now,
  })
  const receive = nodeHandler(receiver)

  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    answer(request, response).catch((error: Error) => {
      console.error(`could not answer: ${error.message}`)
      if (!response.headersSent) reply(response, 503, { message: 'Try again later.' })
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://members.example')
    if (url.pathname === '/webhook') return receive(request, response)
    if (url.pathname.startsWith('/api/')) {
      const { status, body, headers } = await answerApi(
        {
          method: request.method ?? '',
          url,
          authorization: request.headers.authorization,
          body: () => readBody(request),
        },
        { students, key: apiKey, now },
      )
      return reply(response, status, body, headers)
    }
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /': {
        const facts = { students: students.all(now()), changes: students.changes(changesShown), webhooks: inbox.size() }
        return replyWithPage(response, studentsPage(facts, request.headers['accept-language']))
      }
      case 'GET /students.json':
        return reply(response, 200, { students: students.all(now()) })
      default:
        return reply(response, 404, { message: 'There is nothing here.' })
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await closed(server)
      await worker.atRest()
      database.close()
    },
  }
}

/** Runs the work when woken; wakes during a run cause one more run. */
function oneAtATime(work: () => Promise<void>) {
  let running: Promise<void> | null = null
  let again = false
  const run = async () => {
    do {
      again = false
      await work()
    } while (again)
    running = null
  }
  return {
    wake() {
      again = true
      // Webhooks that were not processed stay new in the inbox, until the next webhook or the next start.
      running ??= new Promise(setImmediate).then(run).catch((error: Error) => {
        running = null
        console.error(`could not work off the inbox: ${error.message}`)
      })
    },
    async atRest() {
      await running
    },
  }
}

/** null for a body larger than any that this server accepts. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyBytesMax) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function reply(
  response: ServerResponse,
  status: number,
  content: object,
  headers: Readonly<Record<string, string>> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(content))
}

function replyWithPage(response: ServerResponse, page: string) {
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      vary: 'accept-language',
    })
    .end(page)
}

/** The first attempt of every n-th webhook: deterministic, and a retry always succeeds. */
function failingEvery(n: number): (id: string) => boolean {
  const seen = new Set<string>()
  return (id) => {
    if (n === 0 || seen.has(id)) return false
    seen.add(id)
    return seen.size % n === 0
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      file: { type: 'string', default: 'members-area.db' },
      port: { type: 'string', default: '8081' },
      courses: { type: 'string' },
      'grace-days': { type: 'string', default: String(usualPolicy.graceDays) },
      'suspend-on-protest': { type: 'boolean', default: usualPolicy.suspendOnProtest },
      'fail-every': { type: 'string', default: '0' },
    },
  })
  const several = (name: string) => process.env[name]?.split(',').filter((it) => it !== '') ?? []
  const secrets = { hottoks: several('MEMBERS_AREA_HOTTOK'), signingSecrets: several('MEMBERS_AREA_SECRET') }
  const [apiKey] = several('MEMBERS_AREA_API_KEY')
  if (secrets.hottoks.length === 0) {
    console.error('Set MEMBERS_AREA_HOTTOK to the verification token of your account.')
    process.exit(2)
  }
  const membersArea = await startMembersArea({
    file: values.file,
    port: Number(values.port),
    failEvery: Number(values['fail-every']),
    secrets,
    policy: {
      courses: values.courses ? (JSON.parse(readFileSync(values.courses, 'utf8')) as CourseRule[]) : [],
      graceDays: Number(values['grace-days']),
      suspendOnProtest: values['suspend-on-protest'],
    },
    ...(apiKey && { apiKey }),
  })
  console.log(`Members' area at ${membersArea.url}`)
  const stop = () => void membersArea.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  process.once('disconnect', stop) // another process started this one: end with it
}
