import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { setStage } from '../support/stage.ts'

/** A platform imports all posts of its earlier tool: far more than should ever be in memory. */

const posts = 100_000
const mebibyte = 1024 * 1024
/** Room for a chunk and its copies, a batch and caches. An import of any size holds no more; this one is three times as large. */
const growthMax = 32 * mebibyte

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function livingBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** As a form of the earlier tool: hottok, then parameters, about 1 KB with the answer. */
function lineOf(n: number): string {
  const at = Date.UTC(2018, 0, 1) + n * 60_000
  const filler =
    'address=Rua+das+Flores&address_number=17&payment_type=credit_card&producer_name=Escola+Exemplo&'.repeat(4)
  const body = `callback_type=1&hottok=fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e&transaction=HP${n}&${filler}status=approved`
  const response = '<html><body>Thank you for the post</body></html>'.repeat(2)
  const more = { event: 'PURCHASE_APPROVED', transaction: `HP${n}`, product: 1000, attempts: 1, body, response }
  return `${JSON.stringify({ id: n, at, url: 'https://members.example/hook', status: n % 10 === 0 ? 500 : 200, ...more })}\n`
}

async function* content(sample: () => void) {
  const perChunk = 20
  for (let n = 0; n < posts; n += perChunk) {
    if (n % (posts / 10) === 0) sample()
    yield Buffer.from(Array.from({ length: perChunk }, (_, i) => lineOf(n + i)).join(''))
  }
}

it('an import of a hundred thousand posts needs little memory, and adds none when repeated', async () => {
  const { postback, ok } = await setStage()
  const client = createClient({
    baseUrl: postback.url,
    headers: { authorization: `Bearer ${postback.platformKey}`, 'postback-account': 'producer' },
  })
  const living: number[] = []
  const sample = () => void living.push(livingBytes())
  const first = await client.legacyPosts.import(content(sample), { format: 'ndjson' })
  expect(first).toMatchObject({ records: posts, imported: posts, present: 0, refused: 0, nextLine: posts + 1 })
  // The first tenth is a warm-up: statements, connections, compiled code.
  const [, begun = 0, ...later] = living
  expect(Math.max(...later) - begun).toBeLessThan(growthMax)

  const again = await client.legacyPosts.import(
    content(() => {}),
    { format: 'ndjson' },
  )
  expect(again).toMatchObject({ records: posts, imported: 0, present: posts, refused: 0 })
  const page = await ok('GET', '/v1/legacy-posts?state=pending&limit=3')
  expect(page.data.map((it: { id: string }) => it.id)).toEqual(['99990', '99980', '99970'])
  const { data } = await ok('GET', '/v1/legacy-posts?transaction=HP54321')
  expect(data).toMatchObject([{ id: '54321', state: 'sent' }])
}, 600_000)
