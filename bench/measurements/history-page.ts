import { largestProducer } from '../fill.ts'
import { machineTime } from '../machine-time.ts'
import { productIdOf } from '../payload.ts'
import { accountOf, type Postback, request } from '../postback.ts'
import { type Figure, figure, milliseconds, whole } from '../report.ts'
import type { Workbench } from '../workbench.ts'

const repeats = 15
const targetMs = 50
const account = accountOf(largestProducer)

interface Page {
  readonly data: readonly {
    readonly transaction: string
    readonly configurationId: string
    readonly createdAt: string
  }[]
  readonly nextCursor: string | null
}

/** The first page of History, and of each filter, for the largest account. */
export async function historyPage(bench: Workbench): Promise<Figure[]> {
  const { postback } = await bench.postback()
  const first = await pageOf(postback, '')
  const [newest] = first.data
  if (!newest) throw new Error('The history is empty.')
  const dayAgo = new Date(Date.parse(newest.createdAt) - 86_400_000).toISOString()
  const filters = [
    '',
    `cursor=${encodeURIComponent(first.nextCursor ?? '')}`,
    'state=delivered',
    'state=failed',
    'state=retrying',
    'state=cancelled', // there is none: the page searches up to its limit
    'event=PURCHASE_REFUNDED',
    'responseStatus=500',
    'responseStatus=404', // none either
    `productId=${productIdOf(largestProducer)}`,
    `configurationId=${newest.configurationId}`,
    `configurationId=${newest.configurationId}&state=failed&event=PURCHASE_REFUNDED`,
    `transaction=${newest.transaction}`,
    'test=true', // none either
    `to=${dayAgo}`,
    `from=${dayAgo}&event=PURCHASE_APPROVED`,
  ]
  const figures: Figure[] = []
  for (const filter of filters) {
    const { times, rowsShown } = await measurePage(postback, filter)
    const name = filter.replace(/=(cfg_)?(\w{12})[\w.:%-]*/g, '=$1$2…')
    figures.push(
      figure(times, {
        section: `postback: history of ${whole(bench.rows)} deliveries and more`,
        name: `postback.history.${filter === '' ? 'first' : filter.replace(/=[^&]*/g, '').replace('&', '+')}`,
        measured: name || 'first page',
        unit: 'ms',
        target: { most: targetMs },
        note: `first time ${milliseconds(times[0] ?? Number.NaN)}; ${rowsShown} shown`,
      }),
    )
  }
  return bench.full ? figures : inShort(figures)
}

async function measurePage(postback: Postback, filter: string) {
  const times: number[] = []
  let rowsShown = 0
  for (let i = 0; i < repeats; i++) {
    const startedAt = machineTime()
    rowsShown = (await pageOf(postback, filter)).data.length
    times.push(machineTime() - startedAt)
  }
  return { times, rowsShown }
}

async function pageOf(postback: Postback, filter: string): Promise<Page> {
  return (await request(postback, 'GET', `/v1/deliveries?limit=50&${filter}`, undefined, account)) as Page
}

/** The first page, and the slowest of the others. */
function inShort([first, ...others]: readonly Figure[]): Figure[] {
  const [slowest] = others.toSorted((a, b) => b.median - a.median)
  return [first, slowest].filter((it) => it !== undefined)
}
