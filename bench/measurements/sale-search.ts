import { filledSale, fillSales, searchedProducer } from '../fill-sales.ts'
import { machineTime } from '../machine-time.ts'
import { accountOf, type Postback, request } from '../postback.ts'
import { type Figure, figure, milliseconds, whole } from '../report.ts'
import { ascending, percentile } from '../spread.ts'
import type { Workbench } from '../workbench.ts'

const targetMs = 50
const repeats = 100
const warmUp = 10

interface Found {
  readonly data: readonly { readonly transaction: string }[]
  readonly more: boolean
}

/** What a person types, for the sale with that number. */
const searches: readonly { readonly name: string; readonly of: (number: number) => string }[] = [
  { name: 'e-mail', of: (number) => filledSale(number).email },
  { name: 'beginning of an e-mail', of: (number) => filledSale(number).email.slice(0, -8) },
  { name: 'first and last name', of: (number) => `${filledSale(number).first} ${filledSale(number).last}` },
  { name: 'end of a code', of: (number) => filledSale(number).code.slice(-6) },
  { name: 'beginning of a code', of: (number) => filledSale(number).code.slice(0, -3) },
  { name: 'commonest first name', of: () => commonest.first },
  { name: 'commonest first and last name', of: () => `${commonest.first} ${commonest.last}` },
  { name: 'commonest three letters', of: () => commonest.first.slice(0, 3) },
]
const commonest = { first: 'maria', last: 'souia' }

/** Time from request to answer of `POST /v1/sales/search`, in an account with as many sales as the store has rows. */
export async function saleSearch(bench: Workbench): Promise<Figure[]> {
  const directory = bench.directory('sale-search')
  await fillSales(bench, directory, bench.rows)
  const postback = await bench.startPostback(directory, 'sale-search')
  try {
    const figures: Figure[] = []
    for (const { name, of } of searches) {
      const { times, found, more, cpuMs } = await measure(postback, bench.rows, of)
      bench.say(`  ${name}: p95 ${milliseconds(percentile(times, 0.95))}, CPU ${milliseconds(cpuMs)}`)
      figures.push(
        figure([percentile(times, 0.95)], {
          section: `postback: search in ${whole(bench.rows)} sales of one account`,
          name: `postback.search.${name.replaceAll(' ', '-')}`,
          measured: `${name}, p95`,
          unit: 'ms',
          target: { most: targetMs },
          note: `p50 ${milliseconds(percentile(times, 0.5))}, CPU ${milliseconds(cpuMs)}; ${found} found in the median${more ? ', and more' : ''}`,
        }),
      )
    }
    return figures
  } finally {
    await postback.stop()
  }
}

async function measure(postback: Postback, sales: number, textOf: (number: number) => string) {
  const times: number[] = []
  const counts: number[] = []
  let more = false
  let { cpuMicros: cpuBefore } = await postback.usage()
  for (let i = 0; i < repeats + warmUp; i++) {
    if (i === warmUp) cpuBefore = (await postback.usage()).cpuMicros
    const q = textOf((i * 7_919_317) % sales)
    const startedAt = machineTime()
    const found = (await request(postback, 'POST', '/v1/sales/search', { q }, accountOf(searchedProducer))) as Found
    if (i < warmUp) continue
    times.push(machineTime() - startedAt)
    counts.push(found.data.length)
    more ||= found.more
  }
  const { cpuMicros } = await postback.usage()
  const cpuMs = (cpuMicros - cpuBefore) / 1000 / repeats
  return { times: ascending(times), cpuMs, found: percentile(ascending(counts), 0.5), more }
}
