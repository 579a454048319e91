import { Agent, request as httpRequest } from 'node:http'
import { heavyImports, heavyReports, heavyTests } from '../heavy-requests.ts'
import type { Turn } from '../longest-turn.ts'
import { PurchaseText, productIdOf, purchaseDocument } from '../payload.ts'
import { accountOf, type Postback, postBatch, registerProducer, request } from '../postback.ts'
import { type Figure, figure, milliseconds, whole } from '../report.ts'
import type { Sale } from '../senders/sender.ts'
import type { Workbench } from '../workbench.ts'
import { type BenchRequest, type Worst, worstForms, worstHeaders, worstJson, worstQueries } from '../worst-requests.ts'

/** Limit for the time that one request blocks the loop. */
const targetMs = 50
/** Maximum of tries; the shortest counts. */
const triesMost = 5
/** Wait for work that a request leaves after its answer. */
const afterwardsMs = 15
const mebibyte = 1024 * 1024
const queryBytes = 8_000
const headerBytes = 14_000
const atOnce = 8
const linesAtOnce = 1_000
/** Several accounts send tests, as each may send only sixty an hour. */
const testers = Array.from({ length: 20 }, (_, n) => 1 + n)

interface Measured extends Turn {
  readonly what: string
}

interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly contentTypes: readonly string[]
  readonly parameters: readonly string[]
  /** Properties of the body and of its nested objects. */
  readonly properties: readonly string[]
}

/**
 * How long one request can block all others. Every route of the API gets the worst bodies, queries and headers within its limits,
 * and accepted requests as heavy as the limits allow.
 */
export async function blocking(bench: Workbench): Promise<Figure[]> {
  const directory = bench.directory('blocking')
  // Each request has a different client address, to stay within the rate limits.
  const postback = await bench.startPostback(directory, 'blocking', atOnce, { POSTBACK_TRUST_PROXY: 'true' })
  const places = await prepare(postback, (await bench.receiver()).url)
  const operations = (await operationsOf(postback)).map((it) => ({ ...it, path: fillIn(it.path, places) }))
  const examples = await examplesOf(postback)
  const measure = measurer(postback)

  const figures: Figure[] = []
  const kinds: readonly [string, () => readonly BenchRequest[] | Promise<readonly BenchRequest[]>][] = [
    ['a report that is accepted', () => heavyReports(examples)],
    ['a test', () => heavyTests(testers.map(accountOf))],
    ['an import', heavyImports],
    ['what is read of all that', () => readingsOf(postback, operations)],
    ['a body', () => operations.flatMap(bodiesFor)],
    ['a query', () => operations.flatMap(queriesFor)],
    ['headers', () => operations.flatMap(headersFor)],
  ]
  for (const [kind, requestsOf] of kinds) {
    const requests = await requestsOf()
    bench.say(`  ${kind}: ${whole(requests.length)} requests …`)
    const measured: Measured[] = []
    for (const one of requests) measured.push(await measure(one))
    figures.push(...figuresOf(kind, measured))
  }
  figures.push(
    ...figuresOf(`${atOnce} batches of ${whole(linesAtOnce)} at once`, [await batchesAtOnce(bench, postback)]),
  )
  await postback.kill()
  return figures
}

/** The longest turn, and all others above the target. */
function figuresOf(kind: string, all: readonly Measured[]): Figure[] {
  const [longest, ...others] = all.toSorted((a, b) => b.cpuMs - a.cpuMs)
  if (!longest) return []
  return [longest, ...others.filter(({ cpuMs }) => cpuMs >= targetMs)].map(({ what, cpuMs, wallMs }) =>
    figure([cpuMs], {
      section: 'postback: longest turn of the loop, by one request',
      name: `postback.blocking.${kind}`,
      measured: kind,
      unit: 'ms',
      target: { most: targetMs },
      note: `${milliseconds(wallMs)} on the clock; ${what}`,
    }),
  )
}

function measurer(postback: Postback) {
  let callers = 0
  return async (one: BenchRequest): Promise<Measured> => {
    let status: number | undefined
    const turn = await shortestOf(one.once ? 1 : triesMost, async () => {
      await postback.ask('watchTurns')
      status = await exchange(postback, { ...one, headers: { ...from(++callers), ...one.headers } })
      await pause(afterwardsMs)
      return postback.ask('longestTurn')
    })
    return { what: `${one.method} ${one.path.slice(0, 60)}: ${one.what} → ${status ?? 'closed'}`, ...turn }
  }
}

function salesOf(bench: Workbench, count: number): Sale[] {
  const first = bench.takeTransactions(count)
  return Array.from({ length: count }, (_, i) => ({ number: first + i, endpoint: 0 }))
}

async function batchesAtOnce(bench: Workbench, postback: Postback): Promise<Measured> {
  const line = PurchaseText.asLine(Date.now())
  const turn = await shortestOf(triesMost, async () => {
    const batches = Array.from({ length: atOnce }, () => salesOf(bench, linesAtOnce))
    await postback.settled()
    await postback.ask('watchTurns')
    await Promise.all(batches.map((sales) => postBatch(postback, line, sales)))
    return postback.ask('longestTurn')
  })
  return { what: 'POST /v1/events/batch', ...turn }
}

/** Earlier tries can be longer for other reasons: code that is not yet compiled, or garbage collection. */
async function shortestOf(triesMost: number, measure: () => Promise<Turn>): Promise<Turn> {
  let shortest = await measure()
  for (let tries = 1; tries < triesMost && shortest.cpuMs >= targetMs; tries++) {
    const next = await measure()
    if (next.cpuMs < shortest.cpuMs) shortest = next
  }
  return shortest
}

// -- requests --------------------------------------------------------------------------------------------------------------

const [json, forms, largeJson] = [worstJson(mebibyte), worstForms(mebibyte), worstJson(8 * mebibyte - 1)]
/** The worst texts inside a field, and on routes without a body. */
const someJson = json.filter(({ name }) =>
  /^(many keys|many numbers|many long numbers|a long text|a long number of zeros)$/.test(name),
)
const insideJson = worstJson(mebibyte - 1_000).filter(({ name }) => someJson.some((it) => it.name === name))

function bodiesFor({ method, path, contentTypes, properties }: Operation): BenchRequest[] {
  if (method === 'GET') return []
  const types = contentTypes.length === 0 ? ['application/json'] : contentTypes
  return types.flatMap((type) => {
    const request = ({ name, text }: Worst): BenchRequest => {
      const body = text === '' ? noText : text
      return { what: `${name} (${type})`, method, path, headers: { 'content-type': type }, body }
    }
    if (type === 'application/x-www-form-urlencoded') return forms.map(request)
    if (contentTypes.length === 0) return someJson.map(request)
    const inside = properties.flatMap((field) =>
      insideJson.map(({ name, text }) => request({ name: `${name} as ${field}`, text: wrapped(field, text) })),
    )
    return [...json.map(request), ...inside, ...(/ndjson|csv/.test(type) ? largeJson.map(request) : [])]
  })
}

const noText = Buffer.alloc(mebibyte, 0xff)

function wrapped(name: string, text: string): string {
  return name.split('.').reduceRight((inner, key) => `{${JSON.stringify(key)}:${inner}}`, text)
}

function queriesFor({ method, path, parameters }: Operation): BenchRequest[] {
  return worstQueries(queryBytes, parameters).map(({ name, text }) => ({ what: name, method, path: `${path}?${text}` }))
}

function headersFor({ method, path }: Operation): BenchRequest[] {
  return worstHeaders(headerBytes).map(({ name, headers }) => ({ what: name, method, path, headers }))
}

// -- where ------------------------------------------------------------------------------------------------------------------

export type Places = Readonly<
  Record<'configurations' | 'credentials' | 'hooks' | 'deliveries' | 'events' | 'replays' | 'transactions', string>
>

/** Creates one resource of each kind, so that requests get beyond "not found". */
async function prepare(postback: Postback, receiverUrl: string): Promise<Places> {
  const account = accountOf(0)
  const ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) =>
    request(postback, method, path, body, account) as Promise<{ id: string; eventId: string; data: { id: string }[] }>
  for (const account of [0, ...testers]) await registerProducer(postback, account, receiverUrl)
  const hook = await ask('POST', '/v1/hooks', { targetUrl: receiverUrl })
  const credential = await ask('POST', '/v1/credentials', { name: 'Bench' })
  const document = purchaseDocument({
    productId: productIdOf(0),
    transaction: 'HP1',
    status: 'APPROVED',
    now: Date.now(),
  })
  const event = await ask('PUT', '/v1/transactions/HP1', document)
  const configuration = (await ask('GET', '/v1/configurations')).data.at(-1)
  await postback.settled()
  const delivery = (await ask('GET', '/v1/deliveries')).data[0]
  const replay = await ask('POST', '/v1/replays', { filter: { state: ['failed'] }, mode: 'all' }).catch(() => null)
  return {
    configurations: configuration?.id ?? '1',
    credentials: credential.id,
    hooks: hook.id,
    deliveries: delivery?.id ?? '1',
    events: event.eventId,
    replays: replay?.id ?? '1',
    transactions: 'HP1',
  }
}

function fillIn(path: string, places: Places): string {
  const [, , resource = ''] = path.split('/')
  return path.replaceAll(/\{\w+\}/g, (places as Record<string, string>)[resource] ?? '1')
}

interface Schema {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Schema>>
}

/** Removals come last, as the other operations need the resources. */
async function operationsOf(postback: Postback): Promise<Operation[]> {
  const document = (await request(postback, 'GET', '/openapi.json')) as {
    paths: Record<
      string,
      Record<
        string,
        { parameters?: { in: string; name: string }[]; requestBody?: { content: Record<string, { schema: Schema }> } }
      >
    >
    components: { schemas: Record<string, Schema> }
  }
  const resolved = (schema: Schema): Schema =>
    schema.$ref ? (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema
  const namesIn = (schema: Schema): string[] =>
    Object.entries(resolved(schema).properties ?? {}).flatMap(([name, inner]) => [
      name,
      ...namesIn(inner).map((it) => `${name}.${it}`),
    ])
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]): Operation => {
      const [first] = Object.values(requestBody?.content ?? {})
      return {
        method: method.toUpperCase() as Operation['method'],
        path,
        contentTypes: Object.keys(requestBody?.content ?? {}),
        parameters: parameters.filter((it) => it.in === 'query').map(({ name }) => name),
        properties: first ? namesIn(first.schema) : [],
      }
    }),
  )
  return operations
    .concat({ method: 'POST', path: '/nowhere', contentTypes: [], parameters: [], properties: [] })
    .toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))
}

async function examplesOf(postback: Postback): Promise<Record<string, object>> {
  const { data } = (await request(postback, 'GET', '/v1/event-types')) as { data: { event: string }[] }
  const examples = data.map(async ({ event }) => {
    const { example } = (await request(postback, 'GET', `/v1/event-types/${event}`)) as { example: { data: object } }
    const text = JSON.stringify(example.data)
    return [event, JSON.parse(text.replaceAll(/("product":\{"id":)\d+/g, `$1${productIdOf(0)}`))] as const
  })
  return Object.fromEntries(await Promise.all(examples))
}

/** Requests for full pages, for the largest single resources, and for every document. */
async function readingsOf(postback: Postback, operations: readonly Operation[]): Promise<BenchRequest[]> {
  await postback.settled()
  const get = (path: string): BenchRequest => ({ what: '', method: 'GET', path })
  const lists = operations.filter(({ method, parameters }) => method === 'GET' && parameters.includes('limit'))
  const deliveries: BenchRequest[] = []
  for (const account of [0, ...testers]) {
    const { data } = (await request(postback, 'GET', '/v1/deliveries?limit=250', undefined, accountOf(account))) as {
      data: { id: string; eventId: string }[]
    }
    for (const { id, eventId } of data.slice(0, account === 0 ? 60 : 5)) {
      for (const path of [`/v1/deliveries/${id}`, `/v1/events/${eventId}`])
        deliveries.push({ ...get(path), headers: { 'postback-account': accountOf(account) } })
    }
  }
  const documents = ['/openapi.json', '/asyncapi.json', '/docs', '/docs/json', '/docs/yaml', '/metrics']
  return [
    ...operations.filter(({ method }) => method === 'GET').map(({ path }) => get(path)),
    ...lists.map(({ path }) => get(`${path}?limit=250`)),
    ...deliveries,
    ...[...documents, '/v1/transactions/HP1', '/v1/hooks/sample', '/v1/intake/unknown-fields'].map(get),
  ]
}

/** A different client address for each caller number. */
function from(caller: number): Record<string, string> {
  return {
    'postback-account': accountOf(0),
    'x-forwarded-for': `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`,
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** Resolves at the end of the answer, or at the beginning of a stream. A closed connection counts as an answer. */
function exchange(
  { url, platformKey }: Postback,
  { method, path, headers, body }: BenchRequest,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const sent = httpRequest(url + path, {
      agent,
      method,
      headers: { authorization: `Bearer ${platformKey}`, ...headers, ...length },
    })
    sent.on('response', (response) => {
      if (response.headers['content-type']?.startsWith('text/event-stream')) response.destroy()
      response.resume().once('close', () => resolve(response.statusCode))
    })
    sent.once('error', () => resolve(undefined))
    sent.end(body)
  })
}

function pause(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
