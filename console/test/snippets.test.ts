import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../test/free-port.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../test/harness.ts'

/** The receivers that the documentation hands out, as programs of their own, fed by real deliveries. */

const run = promisify(execFile)
const snippet = (name: string) =>
  fileURLToPath(new URL(`../src/features/documentation/snippets/${name}`, import.meta.url))

interface Language {
  readonly name: string
  readonly program: string
  readonly args: (port: number) => readonly string[]
  /** Makes in a directory what is run there instead; for languages that are compiled first. */
  readonly build?: (directory: string) => Promise<Command>
}

interface Command {
  readonly program: string
  readonly args: readonly string[]
}

const languages: readonly Language[] = [
  { name: 'Node', program: process.execPath, args: () => [snippet('receive.js')] },
  { name: 'Python', program: 'python3', args: () => [snippet('receive.py')] },
  {
    name: 'PHP',
    program: 'php',
    args: (port) => ['-S', `127.0.0.1:${port}`, snippet('receive.php')],
  },
  ...onThisMachine(
    {
      name: 'Go',
      program: 'go',
      args: () => [],
      build: async (directory) => {
        const program = join(directory, 'receive')
        await run('go', ['build', '-o', program, snippet('receive.go')])
        return { program, args: [] }
      },
    },
    { name: 'Ruby', program: 'ruby', args: () => [snippet('receive.rb')] },
    {
      name: 'Java',
      program: 'javac',
      args: () => [],
      build: async (directory) => {
        await run('javac', ['-d', directory, snippet('Receive.java')])
        return { program: 'java', args: ['-cp', directory, 'Receive'] }
      },
    },
    {
      name: 'C#',
      program: 'dotnet',
      args: () => [],
      build: async (directory) => {
        const project = join(directory, 'project')
        await run('dotnet', ['new', 'console', '-o', project])
        copyFileSync(snippet('Receive.cs'), join(project, 'Program.cs'))
        await run('dotnet', ['build', project, '-o', join(directory, 'built')])
        return { program: 'dotnet', args: [join(directory, 'built', 'project.dll')] }
      },
    },
  ),
]

/** Those that somebody has installed: the tests bring Node, Python and PHP, and no compilers. */
function onThisMachine(...wanted: readonly Language[]): readonly Language[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return wanted.filter(({ program }) => folders.some((folder) => existsSync(join(folder, program))))
}

/** A post as it went over the wire. */
interface Post {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const asProducer = { account: 'producer' }

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterAll(() => postback.close())

describe.each(languages)('the receiver in $name', ({ program, args, build }) => {
  let directory: string
  let receiver: ChildProcess | undefined
  let relay: Relay
  let secret: string
  let hottok: string
  let configuration: string
  let receiverUrl: string
  /** What it printed. */
  let output = ''

  beforeAll(async () => {
    const port = await freePort()
    receiverUrl = `http://127.0.0.1:${port}/`
    relay = await startRelay(receiverUrl)
    const created = await postback.api(
      'POST',
      '/v1/configurations',
      { name: `Snippet ${port}`, url: relay.url, events: ['PURCHASE_APPROVED'] },
      asProducer,
    )
    configuration = created.body.id
    secret = created.body.secret
    hottok = (await postback.api('GET', '/v1/hottok', undefined, asProducer)).body.hottok

    directory = mkdtempSync(join(tmpdir(), 'postback-snippet-'))
    const command = (await build?.(directory)) ?? { program, args: args(port) }
    receiver = spawn(command.program, command.args, {
      env: {
        ...process.env,
        HOTTOK: hottok,
        SIGNING_SECRET: secret,
        PORT: String(port),
        INBOX: join(directory, 'inbox'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [receiver.stdout, receiver.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    await eventually(
      () => canConnect(port),
      (reached) => reached,
    )
  }, 300_000) // a compiler that has to begin with its own library, on a machine with other things to do

  afterAll(async () => {
    receiver?.kill()
    relay.server.closeAllConnections()
    relay.server.close()
    await postback.api('DELETE', `/v1/configurations/${configuration}`, undefined, asProducer)
    rmSync(directory, { recursive: true, force: true })
  })

  it('accepts what Postback sends, and nothing that was tampered with', async () => {
    const transaction = `HP${Date.now()}`
    await postback.api('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction))
    const [delivery] = await eventually(
      async () =>
        (await postback.api('GET', `/v1/deliveries?configurationId=${configuration}`, undefined, asProducer)).body.data,
      (found) => found[0]?.state === 'delivered' || found[0]?.state === 'failed',
    )
    expect(delivery).toMatchObject({ state: 'delivered', status: 200, attemptCount: 1 })

    const handled = `Give access: ana.souza@example.com, order ${transaction}`
    await eventually(
      async () => output,
      (text) => text.includes(handled),
    )

    const post = relay.posts[0]
    if (!post) throw new Error('Nothing came.')
    const { headers, body } = post
    const send = (change: Partial<Post>) => deliver(receiverUrl, { ...post, ...change })
    const withHeaders = (change: Record<string, string>) => send({ headers: { ...headers, ...change } })

    expect(await send({}), 'the same post again').toBe(200)
    expect(await withHeaders({ 'x-hotmart-hottok': `${hottok}x` }), 'a wrong token').toBe(401)
    expect(await withHeaders({ 'x-hotmart-hottok': '' }), 'an empty token').toBe(401)
    expect(await send({ body: Buffer.from(body.toString().replace('APPROVED', 'REFUNDED')) }), 'altered').toBe(401)
    expect(await withHeaders({ 'webhook-id': 'another' }), 'another id').toBe(401)
    expect(await withHeaders({ 'webhook-signature': 'v1,' }), 'an empty signature').toBe(401)
    expect(await withHeaders(signed(secret, headers, body, 0)), 'signed by us').toBe(200)
    expect(await withHeaders(signed(secret, headers, body, -3_600)), 'an hour old').toBe(401)
    expect(await withHeaders(signed(secret, headers, body, 3_600)), 'an hour ahead').toBe(401)
    expect(
      await withHeaders({ 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }),
      'several signatures',
    ).toBe(200)
    expect(await deliver(receiverUrl, { headers: {}, body }), 'no headers at all').toBe(401)
    expect((await fetch(receiverUrl)).ok, 'a GET').toBe(false)
    // Refused in the middle, the connection may be cut before the answer is read.
    const tooLarge = deliver(receiverUrl, { headers, body: Buffer.alloc(2_000_000) }).catch(() => 'cut off')
    expect(await tooLarge, 'too large').toBeOneOf([401, 413, 'cut off'])
    expect(await send({}), 'the same post, after all that').toBe(200)
    expect(output.split(handled), 'handled once').toHaveLength(2)
  })
})

interface Relay {
  readonly server: Server
  readonly url: string
  readonly posts: Post[]
}

/** Keeps each post to the letter, and hands it on. */
async function startRelay(target: string): Promise<Relay> {
  const posts: Post[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const post = { headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) }
    posts.push(post)
    response.writeHead(await deliver(target, post)).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, posts }
}

/** Headers that belong to one connection, not to the post. */
const hopHeaders = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect', 'keep-alive'])

async function deliver(url: string, { headers, body }: Post): Promise<number> {
  const kept = Object.entries(headers).filter(([name]) => !hopHeaders.has(name))
  const answer = await fetch(url, { method: 'POST', headers: Object.fromEntries(kept), body: new Uint8Array(body) })
  await answer.arrayBuffer()
  return answer.status
}

/** What somebody who knows the secret would send at another time. */
function signed(secret: string, headers: Post['headers'], body: Buffer, secondsFromNow: number) {
  const timestamp = String(Math.floor(Date.now() / 1000) + secondsFromNow)
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${headers['webhook-id']}.${timestamp}.`).update(body)
  return { 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature.digest('base64')}` }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
