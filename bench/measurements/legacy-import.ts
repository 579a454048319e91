import { createClient } from '../../sdk/src/index.ts'
import { machineTime } from '../machine-time.ts'
import { accountOf, registerProducer } from '../postback.ts'
import { type Figure, figure, whole } from '../report.ts'
import type { Workbench } from '../workbench.ts'

const postsShort = 20_000
const postsLong = 200_000
const perChunk = 50

/** Legacy posts: how many a second, the same again, and how much memory it takes however many they are. */
export async function legacyImport(bench: Workbench): Promise<Figure[]> {
  const posts = bench.full ? postsLong : postsShort
  const postback = await bench.startPostback(bench.directory('legacy-import'), 'legacy-import')
  await registerProducer(postback, 0, (await bench.receiver()).url)
  const authorization = `Bearer ${postback.platformKey}`
  const client = createClient({
    baseUrl: postback.url,
    headers: { authorization, 'postback-account': accountOf(0) },
  })
  const run = async (what: 'new' | 'again'): Promise<Figure> => {
    const before = await postback.usage()
    const startedAt = machineTime()
    const { imported, present, bytes } = await client.legacyPosts.import(content(posts), { format: 'ndjson' })
    const seconds = (machineTime() - startedAt) / 1000
    const after = await postback.usage()
    const grown = (after.peakRssKiB - before.peakRssKiB) / 1024
    return figure([posts / seconds], {
      section: 'postback: import of legacy posts',
      name: `postback.import.${what}`,
      measured: `${whole(posts)} posts${what === 'new' ? '' : ' once more'}`,
      unit: '/s',
      note: `${whole(bytes / 1024 / 1024)} MiB; ${whole(imported)} imported, ${whole(present)} there already; ${whole((after.cpuMicros - before.cpuMicros) / posts)} µs of CPU each; peak memory ${whole(after.peakRssKiB / 1024)} MiB, ${whole(grown)} more than before`,
    })
  }
  const figures = [await run('new'), await run('again')]
  await postback.stop()
  return figures
}

async function* content(posts: number) {
  for (let n = 0; n < posts; n += perChunk) {
    yield Buffer.from(Array.from({ length: Math.min(perChunk, posts - n) }, (_, i) => lineOf(n + i)).join(''))
  }
}

/** About 2.5 KB, as purchases have. */
function lineOf(n: number): string {
  const parameter = 'address=Rua+das+Flores&address_number=17&payment_type=credit_card&producer_name=Escola+Exemplo&'
  const body = `callback_type=1&hottok=fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e&transaction=HP${n}&${parameter.repeat(18)}status=approved`
  const response = '<html><body>Thank you for the post</body></html>'.repeat(10)
  const post = { id: n, at: Date.UTC(2018, 0, 1) + n, url: 'https://members.example/hook', event: 'PURCHASE_APPROVED' }
  return `${JSON.stringify({ ...post, transaction: `HP${n}`, product: 1, status: 200, body, response })}\n`
}
