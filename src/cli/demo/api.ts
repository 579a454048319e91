import { type Client, createClient } from '../../../sdk/src/index.ts'
import { Unable } from '../explain.ts'

/** What the demo reads of a delivery; the API says more. */
export interface Delivery {
  readonly id: string
  readonly configurationId: string | null
  /** Of a test that goes elsewhere than to a configuration. */
  readonly url: string | null
  readonly event: string
  readonly transaction: string | null
  readonly state: 'queued' | 'sending' | 'delivered' | 'retrying' | 'failed' | 'held' | 'cancelled'
  readonly series: number
  /** Used in the current series. */
  readonly attemptCount: number
  readonly attemptsMax: number
  readonly attemptsTotal: number
  readonly status: number | null
  readonly lastAttemptAt: string | null
  readonly nextAttemptAt: string | null
  readonly createdAt: string
  readonly test: boolean
}

export interface Configuration {
  readonly id: string
  readonly name: string
  readonly state: 'active' | 'disabled'
  readonly disabledReason: string | null
  readonly disabledDetail: string | null
  readonly held: number
}

interface Call {
  /** The account that the platform speaks for. */
  readonly account?: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly mergePatch?: boolean
}

/** The public HTTP interface, called with the platform key, as any platform would call it. */
export class Api {
  readonly url: string
  readonly #key: string

  constructor(url: string, key: string) {
    this.url = url
    this.#key = key
  }

  /** @throws Unable with what the server says is wrong */
  async call<Answer>(method: string, path: string, { account, query, body, mergePatch }: Call = {}): Promise<Answer> {
    const type = mergePatch ? 'application/merge-patch+json' : 'application/json'
    const response = await fetch(`${this.url}/v1${path}?${new URLSearchParams(query)}`, {
      method,
      headers: { ...this.#headers(account), ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer = await response.text()
    if (!response.ok) throw new Unable(`${method} /v1${path} was answered with ${response.status}: ${detailOf(answer)}`)
    return (answer === '' ? null : JSON.parse(answer)) as Answer
  }

  /** For what the sdk does better. */
  client(account: string): Client {
    return createClient({ baseUrl: this.url, headers: this.#headers(account) })
  }

  /** The whole list, page by page. */
  async list<Row>(path: string, account: string): Promise<readonly Row[]> {
    const rows: Row[] = []
    let cursor: string | null = null
    do {
      const query: Record<string, string> = cursor === null ? { limit: '250' } : { limit: '250', cursor }
      const page: { data: Row[]; nextCursor: string | null } = await this.call('GET', path, { account, query })
      rows.push(...page.data)
      cursor = page.nextCursor
    } while (cursor !== null)
    return rows
  }

  /** The live tail of an account: every change of a delivery, until the signal ends it. Fulfilled once it flows. */
  async tail(account: string, signal: AbortSignal, heard: (delivery: Delivery) => void): Promise<void> {
    const response = await fetch(`${this.url}/v1/deliveries/stream`, { headers: this.#headers(account), signal })
    if (!response.ok || !response.body) throw new Unable(`The live tail was answered with ${response.status}.`)
    void readEvents(response.body, heard).catch(() => {}) // ends with the signal, or with the server
  }

  #headers(account: string | undefined): Record<string, string> {
    return { authorization: `Bearer ${this.#key}`, ...(account !== undefined && { 'postback-account': account }) }
  }
}

/** Server-sent events whose data is a delivery; comments and other events are passed over. */
async function readEvents(body: ReadableStream<Uint8Array>, heard: (delivery: Delivery) => void) {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    const blocks = (text + decoder.decode(chunk, { stream: true })).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data:'))
      const value: unknown = data && JSON.parse(data.slice('data:'.length))
      if (isDelivery(value)) heard(value)
    }
  }
}

function isDelivery(value: unknown): value is Delivery {
  return typeof value === 'object' && value !== null && 'id' in value && 'state' in value && 'attemptCount' in value
}

function detailOf(answer: string): string {
  try {
    const { detail, title, errors } = JSON.parse(answer) as {
      detail?: string
      title?: string
      errors?: { pointer: string; detail: string }[]
    }
    const fields = errors?.map((error) => `${error.pointer} ${error.detail}`) ?? []
    return [detail ?? title ?? answer, ...fields].join(' ')
  } catch {
    return answer.slice(0, 200)
  }
}
