import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../test/support/free-port.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'

/**
 * The receivers of the documentation, run as programs that get real deliveries. They are edited as a user would: `handle` has code,
 * which here fails for some events, and the waits differ.
 */

const run = promisify(execFile)

interface Language {
  readonly name: string
  readonly file: string
  /** The line of the source after which a test makes `handle` fail. */
  readonly handle: string
  /** Fails for an order with HPTHROWS in its name, as hard as the language can, and ends the process for HPENDS. */
  readonly failing: string
  readonly inbox: 'database' | 'files' | 'files in capitals'
  /** Compiles the source, for compiled languages. */
  readonly build?: (directory: string) => Promise<unknown>
  readonly command: (directory: string, port: number) => Command
  /** A pass over the inbox, for a program that makes none because it only lives as long as a request. */
  readonly pass?: (directory: string) => Command
  /** The program ends if a connection comes while it starts: a known fault of its library, github.com/dotnet/corefx/issues/35191. */
  readonly endsWhenAskedTooEarly?: boolean
}

type Command = readonly [program: string, ...args: readonly string[]]

const languages: readonly Language[] = [
  {
    name: 'Node',
    file: 'receive.js',
    handle: 'function handle({ event, data }) {',
    failing: `
      if (data.purchase.transaction.includes('HPTHROWS')) return Promise.reject(new Error('Your database is away.'))
      if (data.purchase.transaction.includes('HPENDS')) process.exit(1)`,
    inbox: 'database',
    command: (directory) => [process.execPath, join(directory, 'receive.js')],
  },
  {
    name: 'Python',
    file: 'receive.py',
    handle: '    data = event["data"]',
    failing: `
    if "HPTHROWS" in data["purchase"]["transaction"]:
        sys.exit("Your database is away.")
    if "HPENDS" in data["purchase"]["transaction"]:
        os._exit(1)`,
    inbox: 'database',
    command: (directory) => ['python3', join(directory, 'receive.py')],
  },
  {
    name: 'PHP',
    file: 'receive.php',
    handle: 'function handle(array $event): void\n{',
    failing: `
    if (str_contains($event['data']['purchase']['transaction'], 'HPTHROWS')) throw new Error('Your database is away.');
    if (str_contains($event['data']['purchase']['transaction'], 'HPENDS')) exit(1);`,
    inbox: 'database',
    command: (directory, port) => ['php', '-S', `127.0.0.1:${port}`, join(directory, 'receive.php')],
    pass: (directory) => ['php', join(directory, 'receive.php')],
  },
  {
    name: 'Ruby',
    file: 'receive.rb',
    handle: 'def handle(event)',
    failing: `
      raise NotImplementedError if event['data']['purchase']['transaction'].include?('HPTHROWS')
      exit!(1) if event['data']['purchase']['transaction'].include?('HPENDS')`,
    inbox: 'files',
    command: (directory) => ['ruby', join(directory, 'receive.rb')],
  },
  ...onThisMachine(
    [
      'go',
      {
        name: 'Go',
        file: 'receive.go',
        handle: 'func handle(body []byte) error {',
        failing: `
        if strings.Contains(string(body), "HPTHROWS") { panic("Your database is away.") }
        if strings.Contains(string(body), "HPENDS") { os.Exit(1) }`,
        inbox: 'files',
        build: (directory) => run('go', ['build', '-o', join(directory, 'receive'), join(directory, 'receive.go')]),
        command: (directory) => [join(directory, 'receive')],
      },
    ],
    [
      'javac',
      {
        name: 'Java',
        file: 'Receive.java',
        handle: '    static void handle(String body) throws Exception {',
        failing: `
        if (textIn(body, "transaction").contains("HPTHROWS")) throw new AssertionError("Your database is away.");
        if (textIn(body, "transaction").contains("HPENDS")) Runtime.getRuntime().halt(1);`,
        inbox: 'files',
        build: (directory) => run('javac', ['-d', directory, join(directory, 'Receive.java')]),
        command: (directory) => ['java', '-cp', directory, 'Receive'],
      },
    ],
    [
      'dotnet',
      {
        name: 'C#',
        file: 'Receive.cs',
        handle: '    static void Handle(string body)\n    {',
        failing: `
        if (body.Contains("HPTHROWS")) throw new InvalidOperationException("Your database is away.");
        if (body.Contains("HPENDS")) Environment.Exit(1);`,
        inbox: 'files in capitals',
        build: async (directory) => {
          const project = join(directory, 'project')
          await run('dotnet', ['new', 'console', '-o', project])
          writeFileSync(join(project, 'Program.cs'), readFileSync(join(directory, 'Receive.cs')))
          await run('dotnet', ['build', project, '-o', join(directory, 'built')])
        },
        command: (directory) => ['dotnet', join(directory, 'built', 'project.dll')],
        endsWhenAskedTooEarly: true,
      },
    ],
  ),
]

/** The installed ones: the tests bring Node, Python, PHP and Ruby, but no compilers. */
function onThisMachine(...wanted: readonly (readonly [compiler: string, Language])[]): readonly Language[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const isHere = (program: string) => folders.some((folder) => existsSync(join(folder, program)))
  return wanted.filter(([compiler]) => isHere(compiler)).map(([, language]) => language)
}

const asProducer = { account: 'producer' }

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterAll(() => postback.close())

describe.each(languages)('the receiver in $name', (language) => {
  let receiver: Receiver
  let relay: Relay
  let configuration: string

  beforeAll(async () => {
    const port = await freePort()
    const receiverUrl = `http://127.0.0.1:${port}/`
    relay = await startRelay(receiverUrl)
    const created = await postback.api(
      'POST',
      '/v1/configurations',
      { name: `Snippet ${port}`, url: relay.url, events: ['PURCHASE_APPROVED'] },
      asProducer,
    )
    configuration = created.body.id
    const { secret } = created.body
    const { hottok } = (await postback.api('GET', '/v1/hottok', undefined, asProducer)).body
    receiver = await makeReceiver(language, { url: receiverUrl, port, secret, hottok })
    receiver.leaveFromBefore()
    await receiver.start()
  }, 300_000) // a compiler that first compiles its own library, on a busy machine

  afterAll(async () => {
    await receiver.remove()
    relay.server.closeAllConnections()
    relay.server.close()
    await postback.api('DELETE', `/v1/configurations/${configuration}`, undefined, asProducer)
  })

  it('accepts posts of Postback, and refuses altered ones', async () => {
    const { url, hottok } = receiver
    const transaction = `HP${Date.now()}`
    await postback.api('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction))
    const [delivery] = await eventually(
      async () =>
        (await postback.api('GET', `/v1/deliveries?configurationId=${configuration}`, undefined, asProducer)).body.data,
      (found) => found[0]?.state === 'delivered' || found[0]?.state === 'failed',
    )
    expect(delivery).toMatchObject({ state: 'delivered', status: 200, attemptCount: 1 })
    await receiver.hasHandled(transaction)

    const post = relay.posts[0]
    if (!post) throw new Error('Nothing came.')
    const { headers, body } = post
    const send = (change: Partial<Post>) => deliver(url, { ...post, ...change })
    const withHeaders = (change: Record<string, string>) => send({ headers: { ...headers, ...change } })
    const at = (timestamp: string | number) => withHeaders(receiver.signatureOf(headers['webhook-id'], timestamp, body))

    expect(await send({}), 'the same post again').toBe(200)
    expect(await withHeaders({ 'x-hotmart-hottok': `${hottok}x` }), 'a wrong token').toBe(401)
    expect(await withHeaders({ 'x-hotmart-hottok': '' }), 'an empty token').toBe(401)
    expect(await send({ body: Buffer.from(body.toString().replace('APPROVED', 'REFUNDED')) }), 'altered').toBe(401)
    expect(await withHeaders({ 'webhook-id': 'another' }), 'another id').toBe(401)
    expect(await withHeaders({ 'webhook-signature': 'v1,' }), 'an empty signature').toBe(401)
    expect(
      await withHeaders({ 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }),
      'several signatures',
    ).toBe(200)
    expect(await deliver(url, { headers: {}, body }), 'no headers at all').toBe(401)
    expect((await fetch(url)).ok, 'a GET').toBe(false)

    const now = Math.floor(Date.now() / 1000)
    expect(await at(now), 'signed by us').toBe(200)
    expect(await at(now - 3_600), 'an hour old').toBe(401)
    expect(await at(now + 3_600), 'an hour ahead').toBe(401)
    const malformed = ['', 'abc', 'NaN', '1e3', `${now / 1e9}e9`, `+${now}`, `-${now}`, `${now}.5`, `${now}x`]
    for (const timestamp of [...malformed, '9'.repeat(15), '9'.repeat(20), '9'.repeat(5_000)]) {
      expect(await at(timestamp), `signed, of the time “${timestamp}”`).toBe(401)
    }
    const noId = { 'webhook-id': '', ...receiver.signatureOf('', now, body) }
    expect(await withHeaders(noId), 'signed, without an id').toBe(401)

    expect(await send({}), 'the same post, after all that').toBe(200)
    await receiver.hasHandledAnotherOne()
    expect(receiver.timesHandled(transaction), 'handled once').toBe(1)
  })

  it('reads a chunked body, and refuses one that is too large', async () => {
    const chunked = receiver.postOf('HPCHUNKED')
    expect(await deliver(receiver.url, { ...chunked, chunks: 7 }), 'chunked').toBe(200)
    await receiver.hasHandled('HPCHUNKED')

    const large = receiver.postOf('HPLARGE', Buffer.alloc(2_000_000, ' '))
    expect(await deliver(receiver.url, large), 'too large').toBe(413)
    expect(await deliver(receiver.url, { ...large, chunks: 7 }), 'too large, chunked').toBe(413)
    const altered = { ...chunked, body: Buffer.from('{}') }
    expect(await deliver(receiver.url, { ...altered, chunks: 1 }), 'altered, chunked').toBe(401)
    await receiver.hasHandledAnotherOne()
  })

  it('handles posts that an older copy of it left undone in its inbox, and no others', async () => {
    await receiver.hasHandled('HPLEFT')
    expect(await deliver(receiver.url, receiver.postOf('HPDONE')), 'one that was done').toBe(200)
    await receiver.hasHandledAnotherOne()
    expect(receiver.timesHandled('HPDONE')).toBe(0)
  })

  it('when one post fails, handles the others, tries the failed one five times, sets it aside and says so', async () => {
    const bad = [
      receiver.postOf('HPTHROWS'),
      receiver.postOf('HPFORM', Buffer.from('transaction=HPFORM')),
      receiver.postOf('HPBYTES', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])),
    ]
    const latin1 = receiver.postOf('HPLATIN1', Buffer.from(eventOf('HPLATIN1').replace('Ana', 'José'), 'latin1'))
    for (const post of [...bad, receiver.postOf('HPGOOD'), latin1]) expect(await deliver(receiver.url, post)).toBe(200)
    for (const transaction of ['HPGOOD', 'HPLATIN1']) await receiver.hasHandled(transaction)

    // The first wait is a second, the next one an hour, so that other posts do not use up the tries of this one.
    await receiver.hasTried(bad, 2)
    for (let count = 0; count < 3; count++) await receiver.hasHandledAnotherOne()
    expect(bad.map(receiver.timesTried)).toEqual([2, 2, 2])

    // At a start, all waits are over.
    await receiver.restart()
    await receiver.skipWaits()
    await receiver.hasHandledAnotherOne()
    await receiver.hasTried(bad, 5)
    await receiver.hasSetAside(bad)

    await receiver.restart()
    await receiver.skipWaits()
    await receiver.hasHandledAnotherOne()
    expect(bad.map(receiver.timesTried), 'set aside').toEqual([5, 5, 5])

    for (const post of bad) expect(await deliver(receiver.url, post), 'sent again').toBe(200)
    await receiver.hasTried(bad, 6)
  }, 120_000)

  it('stays up after a few starts even if a post ends the process each time', async () => {
    const post = receiver.postOf('HPENDS')
    // The process may end before it answers.
    expect(await deliver(receiver.url, post).catch(() => 'cut off')).toBeOneOf([200, 'cut off'])
    await receiver.hasSetAside([post], async () => {
      await receiver.startIfEnded()
      await receiver.skipWaits()
    })
    await receiver.startIfEnded()
    await receiver.hasHandledAnotherOne()
  }, 120_000)
})

/** A post on the wire. */
interface Post {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Sent in this many chunks, without its length. */
  readonly chunks?: number
}

interface Place {
  readonly url: string
  readonly port: number
  readonly secret: string
  readonly hottok: string
}

type Receiver = Awaited<ReturnType<typeof makeReceiver>>

/** One of the programs, edited and built, in its own directory. */
async function makeReceiver(language: Language, { url, port, secret, hottok }: Place) {
  const directory = mkdtempSync(join(tmpdir(), 'postback-snippet-'))
  const inbox = join(directory, 'inbox')
  writeFileSync(join(directory, language.file), editedSource(language))
  await language.build?.(directory)

  const environment = { ...process.env, HOTTOK: hottok, SIGNING_SECRET: secret, PORT: String(port), INBOX: inbox }
  let output = ''
  let running: ChildProcess | undefined
  let good = 0

  function spawnOf([program, ...args]: Command): ChildProcess {
    const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    return child
  }
  const hasEnded = (child: ChildProcess | undefined) => !child || child.exitCode !== null || child.signalCode !== null
  const untilEnded = (child: ChildProcess) => eventually(async () => hasEnded(child), Boolean)

  async function start() {
    const again = () => spawnOf(language.command(directory, port))
    running = again()
    await eventually(
      async () => {
        if (language.endsWhenAskedTooEarly) {
          await new Promise((resolve) => setTimeout(resolve, 500))
          if (hasEnded(running)) running = again()
        }
        return hasEnded(running) || (await answers(url))
      },
      (reached) => reached,
      60_000,
    )
  }
  async function kill() {
    running?.kill('SIGKILL')
    if (running) await untilEnded(running)
  }
  /** Makes a pass over the inbox for a program that makes none itself. */
  async function letPass() {
    if (language.pass) await untilEnded(spawnOf(language.pass(directory)))
  }

  /** The name of a post in the program's output. */
  function nameOf({ headers }: Post): string {
    const id = headers['webhook-id'] ?? ''
    if (language.inbox === 'database') return id
    const hash = createHash('sha256').update(id).digest('hex')
    return language.inbox === 'files' ? hash : hash.toUpperCase()
  }
  const timesTried = (post: Post) =>
    output.match(new RegExp(`${nameOf(post)}(\\.json)? failed, try \\d of 5`, 'g'))?.length ?? 0
  const timesHandled = (transaction: string) => output.split(`, order ${transaction}\n`).length - 1

  function signatureOf(id: string | undefined, timestamp: string | number, body: Buffer) {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
    return { 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` }
  }
  /** A post as Postback would send it now. */
  function postOf(transaction: string, body = Buffer.from(eventOf(transaction))): Post {
    const id = `id-of-${transaction}`
    const signature = signatureOf(id, Math.floor(Date.now() / 1000), body)
    return { headers: { 'x-hotmart-hottok': hottok, 'webhook-id': id, ...signature }, body }
  }

  async function hasHandled(transaction: string) {
    await eventually(
      async () => output,
      () => timesHandled(transaction) > 0,
    )
  }

  return {
    url,
    hottok,
    start,
    postOf,
    signatureOf,
    timesTried,
    timesHandled,
    hasHandled,
    async restart() {
      await kill()
      await start()
    },
    async startIfEnded() {
      if (hasEnded(running)) await start()
    },
    async remove() {
      await kill()
      rmSync(directory, { recursive: true, force: true })
    },
    /** Makes an inbox like older copies of the program: one post to do, one done. */
    leaveFromBefore() {
      const [left, done] = [postOf('HPLEFT'), postOf('HPDONE')]
      if (language.inbox === 'database') {
        const database = new DatabaseSync(inbox)
        database.exec('CREATE TABLE posts (id TEXT PRIMARY KEY, body TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0)')
        const insert = database.prepare('INSERT INTO posts (id, body, done) VALUES (?, ?, ?)')
        for (const [post, isDone] of [
          [left, 0],
          [done, 1],
        ] as const)
          insert.run(nameOf(post), String(post.body), isDone)
        database.close()
        return
      }
      mkdirSync(inbox)
      for (const post of [left, done]) writeFileSync(join(inbox, `${nameOf(post)}.json`), post.body)
      writeFileSync(join(inbox, `${nameOf(done)}.done`), '')
    },
    /** Ends all waits, like a start, for a program that never starts. */
    async skipWaits() {
      if (!language.pass) return
      const database = new DatabaseSync(inbox)
      database.exec('UPDATE posts SET next_at = 0 WHERE next_at > 0')
      database.close()
    },
    /** Sends one more post; once it is handled, all earlier posts have been seen. */
    async hasHandledAnotherOne() {
      const transaction = `HPGOOD${++good}`
      expect(await deliver(url, postOf(transaction))).toBe(200)
      await hasHandled(transaction)
    },
    async hasTried(posts: readonly Post[], times: number) {
      await eventually(
        async () => {
          await letPass()
          return output
        },
        () => posts.every((post) => timesTried(post) >= times),
        60_000,
      )
    },
    async hasSetAside(posts: readonly Post[], meanwhile: () => Promise<void> = async () => {}) {
      const line = (post: Post) => new RegExp(`^.*${nameOf(post)}(\\.json)? is set aside\\. To try it again: .*$`, 'm')
      await eventually(
        async () => {
          await meanwhile()
          await letPass()
          return output
        },
        () => posts.every((post) => line(post).test(output)),
        60_000,
      )
    },
  }
}

/** The source after a user's edits: code in `handle`, and other waits after a failure. */
function editedSource({ file, handle, failing }: Language): string {
  const source = readFileSync(new URL(`../../src/features/documentation/snippets/${file}`, import.meta.url), 'utf8')
  const edits = [
    [handle, handle + failing],
    ['10, 60, 600, 3600', '1, 3600, 0, 0'],
  ] as const
  return edits.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`${file} must have “${from}” exactly once.`)
    return text.replace(from, () => to)
  }, source)
}

function eventOf(transaction: string): string {
  const data = { buyer: { name: 'Ana', email: 'ana@example.com' }, purchase: { transaction } }
  return JSON.stringify({ id: `id-of-${transaction}`, event: 'PURCHASE_APPROVED', data })
}

interface Relay {
  readonly server: Server
  readonly url: string
  readonly posts: Post[]
}

/** Records each post byte for byte, and forwards it. */
async function startRelay(target: string): Promise<Relay> {
  const posts: Post[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const post = { headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) }
    posts.push(post)
    response.writeHead(await deliver(target, post).catch(() => 502)).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, posts }
}

/** Headers that belong to one connection, not to the post. */
const hopHeaders = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect', 'keep-alive'])

async function deliver(url: string, { headers, body, chunks }: Post): Promise<number> {
  const kept = Object.entries(headers).filter(([name]) => !hopHeaders.has(name))
  const bytes = new Uint8Array(body)
  const answer = await fetch(url, {
    method: 'POST',
    headers: Object.fromEntries(kept),
    ...(chunks === undefined ? { body: bytes } : { body: streamOf(bytes, chunks), duplex: 'half' }),
  })
  await answer.arrayBuffer()
  return answer.status
}

function streamOf(bytes: Uint8Array<ArrayBuffer>, count: number): ReadableStream<Uint8Array> {
  const size = Math.ceil(bytes.length / count)
  const pieces = Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
  return ReadableStream.from(pieces)
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}
