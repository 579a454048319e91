import { rmSync } from 'node:fs'
import pino from 'pino'
import { type App, type AppOptions, startApp } from '../../src/app.ts'
import type { EventName } from '../../src/domain/event.ts'
import { exampleData } from '../../src/domain/payload/documentation/example.ts'
import type { JsonObject } from '../../src/domain/text/json.ts'
import { readSettings } from '../../src/settings.ts'
import { newDataDirectory } from './data-directory.ts'

/** A whole Postback for a test: a store in its own directory, and a server on a free port of loopback. */

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they test.
  readonly body: any
}

export interface CallOptions {
  readonly account?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of the platform key; null: none. */
  readonly key?: string | null
}

export interface Postback {
  readonly url: string
  readonly engine: App['engine']
  readonly services: App['services']
  readonly platformKey: string
  /** The data directory. */
  readonly directory: string
  /** Calls the API: objects are sent as JSON, texts as they are. */
  api(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Reply>
  /** `restart` starts it again. */
  stop(): Promise<void>
  /** Stops it and starts it again on the same data. */
  restart(): Promise<void>
  close(): Promise<void>
}

const platformKey = 'pbk_test_0123456789abcdefghij'

/** @param environment further settings, such as POSTBACK_RETRY_SCHEDULE */
export async function startPostback(
  environment: Readonly<Record<string, string>> = {},
  options: AppOptions = {},
): Promise<Postback> {
  const directory = newDataDirectory()
  const settings = readSettings({
    POSTBACK_DATA_DIR: directory,
    POSTBACK_PORT: '0',
    POSTBACK_PLATFORM_KEY: platformKey,
    POSTBACK_ALLOW_HTTP: 'true',
    POSTBACK_ALLOW_NETWORKS: '127.0.0.0/8',
    POSTBACK_RETRY_SCHEDULE: '20ms,20ms,20ms,20ms',
    ...environment,
  })
  // Without one, each server would listen for errors of the standard output.
  const start = () => startApp(settings, { log: pino({ level: 'silent' }), ...options })
  let app = await start()
  return {
    get url() {
      return app.url
    },
    get engine() {
      return app.engine
    },
    get services() {
      return app.services
    },
    platformKey,
    directory,
    api: (method, path, body, options) => call(app.url, method, path, body, options),
    stop: () => app.stop(),
    async restart() {
      await app.stop()
      app = await start()
    },
    async close() {
      await app.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function call(
  url: string,
  method: string,
  path: string,
  body: unknown,
  options: CallOptions = {},
): Promise<Reply> {
  const { account, key = platformKey } = options
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(account === undefined ? {} : { 'postback-account': account }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '')
  const { status, headers } = response
  return { status, headers, text, body: isJson && text !== '' ? JSON.parse(text) : text }
}

/** A producer with one product, as most stories need. */
export async function registerProducer(postback: Postback, account = 'producer', productId = 1000): Promise<void> {
  await postback.api('PUT', `/v1/accounts/${account}`, { name: `Account ${account}` })
  await postback.api('PUT', `/v1/products/${productId}`, { name: 'Baking Bread at Home', accountId: account })
}

/** A sale as the platform reports it. */
export function sale(event: EventName, transaction: string, productId = 1000): JsonObject {
  return exampleData({
    event,
    product: { id: productId, name: 'Baking Bread at Home', ucode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f' },
    producer: { name: 'Padaria Boa Ltda' },
    transaction,
    now: Date.now(),
  })
}

const patienceMs = 15_000

/** Polls until the answer is as wanted, because tests cannot know when background work ends. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  forMs = patienceMs,
): Promise<T> {
  const deadline = Date.now() + forMs
  for (;;) {
    const answer = await ask()
    if (wanted(answer)) return answer
    if (Date.now() > deadline) throw new Error(`Still not so after ${forMs} ms: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
