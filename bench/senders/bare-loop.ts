import { isIP } from 'node:net'
import type { buildConnector } from 'undici'
import { dial, targetOf } from '../../src/engine/send/connect.ts'
import { Caller } from '../caller.ts'
import { PurchaseText } from '../payload.ts'
import { answerParent } from '../processes.ts'

/** A loop of POSTs over undici and our own connector, in a separate process. It has no store, no decisions and no signatures. */

const inFlightMost = 64

const now = Date.now()
const body = PurchaseText.asWebhook(now).of({ number: 0, producer: 0 })
const id = '0190a6f0-0000-7000-8000-000000000000'
const headers = {
  accept: '*/*',
  'content-type': 'application/json',
  'user-agent': 'Postback bench',
  'x-hotmart-hottok': 'a'.repeat(40),
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(now / 1000)),
  'webhook-signature': `v1,${Buffer.alloc(32, 'x').toString('base64')}`,
  'postback-attempt': '1',
  'postback-sequence': '1',
}

interface Endpoint {
  readonly caller: Caller
  readonly path: string
}

let endpoints: readonly Endpoint[] = []
/** Endpoint numbers of the POSTs that wait. */
const waiting: number[] = []
let next = 0
let inFlight = 0
let failure: Error | null = null
let tellSettled: (() => void) | null = null

function aimAt(urls: readonly string[]) {
  const callers = new Map<string, Caller>()
  endpoints = urls.map((text) => {
    const url = new URL(text)
    const caller = callers.get(url.origin) ?? new Caller(url.origin, { connections: inFlightMost, connect })
    callers.set(url.origin, caller)
    return { caller, path: url.pathname }
  })
}

function connect({ hostname, port }: buildConnector.Options, answer: buildConnector.Callback) {
  const target = targetOf(new URL(`http://${hostname}:${port}`))
  const addresses = [{ address: hostname, family: isIP(hostname) }]
  dial(target, addresses, new AbortController().signal).then(
    (step) => {
      if (step.ok) answer(null, step.value)
      else answer(new Error(`The receiver is ${step.failure.kind}.`), null)
    },
    (error: Error) => answer(error, null),
  )
}

function post(numbers: readonly number[]) {
  if (failure) throw failure
  waiting.splice(0, next)
  next = 0
  waiting.push(...numbers)
  while (inFlight < inFlightMost && next < waiting.length) {
    inFlight++
    void worker()
  }
  return { id }
}

async function worker() {
  try {
    while (next < waiting.length) {
      const { caller, path } = endpoints[waiting[next++] ?? 0] ?? nowhere()
      const { status } = await caller.call({ method: 'POST', path, headers, body })
      if (status !== 200) throw new Error(`The receiver answered with ${status}.`)
    }
  } catch (error) {
    failure = error as Error
  }
  inFlight--
  if (inFlight === 0) tellSettled?.()
}

function nowhere(): never {
  throw new Error('There is no such endpoint.')
}

const answers = {
  aimAt,
  post,
  async settled() {
    if (inFlight > 0) await new Promise<void>((resolve) => (tellSettled = resolve))
    if (failure) throw failure
  },
  cpuMicros() {
    const { user, system } = process.cpuUsage()
    return user + system
  },
} as const

export type BareLoopAnswers = typeof answers

answerParent(answers)
