import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { Inbox } from './inbox.ts'
import { studentsPage } from './page.ts'
import { type Secrets, whyRefused } from './verify.ts'
import { readWebhook } from './webhook.ts'

export interface MembersAreaOptions {
  readonly file: string
  readonly port: number
  readonly secrets: Secrets
  /** Every so many webhooks the first try is answered with 500, to show that nothing is lost by that; 0: never. */
  readonly failEvery: number
}

export interface MembersArea {
  readonly url: string
  close(): Promise<void>
}

const bodyBytesMax = 1024 * 1024

/** Starts the receiver. Webhooks come to /webhook; / and /students.json show who may enter. */
export async function startMembersArea(options: MembersAreaOptions): Promise<MembersArea> {
  const inbox = new Inbox(options.file)
  workOff() // what the last process had no time for
  const failsNow = failingEvery(options.failEvery)

  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    answer(request, response).catch((error: Error) => {
      // Not stored: the sender must not take it for done. It comes back later.
      console.error(`could not answer: ${error.message}`)
      if (!response.headersSent) reply(response, 503, 'Try again later.')
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const path = request.url?.split('?')[0]
    switch (`${request.method} ${path}`) {
      case 'POST /webhook':
        return receive(request, response)
      case 'GET /':
        return replyWithPage(response, studentsPage(inbox.students(Date.now()), inbox.size()))
      case 'GET /students.json':
        return reply(response, 200, { students: inbox.students(Date.now()) })
      default:
        return reply(response, path === '/webhook' ? 405 : 404, 'There is nothing here.')
    }
  }

  async function receive(request: IncomingMessage, response: ServerResponse) {
    const body = await readBody(request)
    if (body === null) return reply(response, 413, 'Too large.')
    const refusal = whyRefused(request.headers, body, options.secrets, Date.now())
    if (refusal) return reply(response, 401, `Refused: wrong ${refusal}.`)
    const text = body.toString('utf8')
    const webhook = readWebhook(text)
    if (!webhook) return reply(response, 400, 'This is not a webhook.')
    if (failsNow(webhook.id)) return reply(response, 500, 'Failing on purpose; try again.')

    // A test shows that we can be reached; it must not let anybody in.
    if (request.headers['postback-test'] === 'true') return reply(response, 200, { result: 'test received' })
    const isNew = inbox.keep(webhook, text, Date.now())
    reply(response, 200, { result: isNew ? 'stored' : 'stored before' })
    // After the answer: the sender need not wait for what we make of it.
    if (isNew) setImmediate(workOff)
  }

  function workOff() {
    try {
      inbox.workOff()
    } catch (error) {
      // It stays in the inbox as new; the next webhook or the next start takes it along.
      console.error(`could not work off the inbox: ${(error as Error).message}`)
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
      workOff()
      inbox.close()
    },
  }
}

/** Null when it is larger than any webhook. */
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

function reply(response: ServerResponse, status: number, content: string | object) {
  const text = JSON.stringify(typeof content === 'string' ? { message: content } : content)
  response.writeHead(status, { 'content-type': 'application/json' }).end(text)
}

function replyWithPage(response: ServerResponse, page: string) {
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    })
    .end(page)
}

/** The first try of every n-th webhook: deterministic, and a retry always succeeds. */
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
      'fail-every': { type: 'string', default: '0' },
    },
  })
  const several = (name: string) => process.env[name]?.split(',').filter((it) => it !== '') ?? []
  const secrets = { hottoks: several('MEMBERS_AREA_HOTTOK'), signingSecrets: several('MEMBERS_AREA_SECRET') }
  if (secrets.hottoks.length === 0) {
    console.error('Set MEMBERS_AREA_HOTTOK to the verification token of your account.')
    process.exit(2)
  }
  const membersArea = await startMembersArea({
    file: values.file,
    port: Number(values.port),
    failEvery: Number(values['fail-every']),
    secrets,
  })
  console.log(`Members' area at ${membersArea.url}`)
  const stop = () => void membersArea.close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  process.once('disconnect', stop) // started by another process: ends with it
}
