import { describe, expect, it } from 'vitest'
import { registerProducer, sale } from '../support/harness.ts'
import { type Stage, setStage } from '../support/stage.ts'

/** An account that reports ten times its share delays neither the reports nor the posts of other accounts. */

const floodMs = 6_000
const linesPerBatch = 500
const callers = 2
const everyMs = 50
const delayMsMax = 2_000

describe('batches of one account', () => {
  it('delay the reports and the posts of another by less than 2 s', { timeout: 60_000 }, async () => {
    const stage = await setStage()
    await registerProducer(stage.postback, 'other', 2000)
    const [flooded, other] = [await stage.receiver(), await stage.receiver()]
    await stage.configure(flooded.url, ['PURCHASE_APPROVED'])
    await stage.ok(
      'POST',
      '/v1/configurations',
      { name: 'Other', url: other.url, events: ['PURCHASE_APPROVED'] },
      'other',
    )
    const endsAt = Date.now() + floodMs
    const flood = Array.from({ length: callers }, (_, caller) => keepReporting(stage, `F${caller}`, endsAt))
    const reportedAt = new Map<string, number>()
    const answeredWithin: Promise<number>[] = []
    for (let i = 0; Date.now() < endsAt; i++) {
      const at = Date.now()
      reportedAt.set(`HP${i}`, at)
      answeredWithin.push(report(stage, `HP${i}`).then(() => Date.now() - at))
      // The pace of the caller.
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
    const worstAnswer = Math.max(...(await Promise.all(answeredWithin)))
    const arrived = await other.arrivals(reportedAt.size)
    const worstArrival = Math.max(
      ...arrived.map(({ at, body }) => at - (reportedAt.get(JSON.parse(body).data.purchase.transaction) ?? 0)),
    )
    const lines = (await Promise.all(flood)).reduce((sum, count) => sum + count, 0)
    console.info(
      `Beside ${lines} lines: ${reportedAt.size} reports answered within ${worstAnswer} ms, arrived within ${worstArrival} ms.`,
    )
    expect(reportedAt.size).toBeGreaterThan(20)
    expect(worstAnswer).toBeLessThan(delayMsMax)
    expect(worstArrival).toBeLessThan(delayMsMax)
  })
})

async function report(stage: Stage, transaction: string) {
  const { status } = await stage.postback.api(
    'PUT',
    `/v1/transactions/${transaction}`,
    sale('PURCHASE_APPROVED', transaction, 2000),
  )
  expect(status).toBe(202)
}

/** Reports one batch after the other; answers the number of lines. */
async function keepReporting(stage: Stage, prefix: string, endsAt: number): Promise<number> {
  const [head = '', tail = ''] = JSON.stringify({
    event: 'PURCHASE_APPROVED',
    data: sale('PURCHASE_APPROVED', 'TRANSACTION'),
  }).split('TRANSACTION')
  let lines = 0
  while (Date.now() < endsAt) {
    let text = ''
    for (let i = 0; i < linesPerBatch; i++) text += `${head}${prefix}-${lines++}${tail}\n`
    const reply = await stage.postback.api('POST', '/v1/events/batch', text, {
      headers: { 'content-type': 'application/x-ndjson' },
    })
    expect(reply.status).toBe(200)
    expect(reply.text.match(/"status":202/g)).toHaveLength(linesPerBatch)
  }
  return lines
}
