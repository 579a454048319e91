import { afterEach } from 'vitest'
import type { EventName } from '../../src/domain/event.ts'
import { type Answer, type Arrival, type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { eventually, type Postback, type Reply, registerProducer, sale, startPostback } from './harness.ts'

/** The stage of a story: a Postback, a producer, and receivers, all cleared away after the test. */

export interface Stage {
  readonly postback: Postback
  /** Calls the API for the producer, and fails unless the status is 2xx. */
  ok(method: string, path: string, body?: unknown, account?: string): Promise<Reply['body']>
  receiver(behaviour?: (arrival: Arrival) => Answer | Promise<Answer>): Promise<OrdinaryReceiver>
  /** A configuration of the producer. */
  configure(url: string, events: readonly EventName[], more?: object): Promise<{ id: string; secret: string }>
  report(event: EventName, transaction: string): Promise<Reply['body']>
  /** The only delivery of a transaction (of the newest event, if there are several), once it is as wanted. */
  delivery(filter: string, wanted: (delivery: Reply['body']) => boolean): Promise<Reply['body']>
  /** Deliveries by a filter, once they are as wanted. */
  deliveries(filter: string, wanted: (deliveries: Reply['body'][]) => boolean): Promise<Reply['body'][]>
}

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

export async function setStage(...how: Parameters<typeof startPostback>): Promise<Stage> {
  const postback = await startPostback(...how)
  cleanUp.push(() => postback.close())
  await registerProducer(postback)
  const ok: Stage['ok'] = async (method, path, body, account = 'producer') => {
    const reply = await postback.api(method, path, body, { account })
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`)
    return reply.body
  }
  const deliveries: Stage['deliveries'] = (filter, wanted) =>
    eventually(async () => (await ok('GET', `/v1/deliveries?limit=250&${filter}`)).data, wanted)
  return {
    postback,
    ok,
    deliveries,
    async receiver(behaviour) {
      const made = await receiver(behaviour)
      cleanUp.push(() => made.close())
      return made
    },
    configure: (url, events, more = {}) => ok('POST', '/v1/configurations', { name: 'Story', url, events, ...more }),
    report: (event, transaction) => ok('PUT', `/v1/transactions/${transaction}`, sale(event, transaction)),
    async delivery(filter, wanted) {
      const [found] = await deliveries(filter, ([first]) => first !== undefined && wanted(first))
      return ok('GET', `/v1/deliveries/${found.id}`)
    },
  }
}
