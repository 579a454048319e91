import { describe, expect, it } from 'vitest'
import { sale } from '../../../test/support/harness.ts'
import { changed } from '../../../test/support/outdated-once.ts'
import { setStage } from '../../../test/support/stage.ts'
import type { Entry, Question } from '../../store/contract/ledger.ts'
import type { Store } from '../../store/contract/store.ts'

/** A store that runs `before` ahead of each append. */
function interrupted(before: (entries: readonly Entry[], time: number) => Promise<'let through' | 'outdated'>) {
  let appends = 0
  const looks: { subjects: Question['subject'][]; lock: boolean }[] = []
  return {
    looks,
    storeAs: (store: Store) =>
      changed(store, {
        look(questions, options) {
          looks.push({ subjects: questions.map(({ subject }) => subject), lock: options?.lock ?? false })
          return store.look(questions, options)
        },
        async append(entries) {
          if ((await before(entries, ++appends)) === 'let through') return store.append(entries)
          return entries.map(() => ({ kind: 'outdated' }) as const)
        },
      }),
  }
}

/** A stage on which something is edited between the look and the commit of the first group. */
async function editedMeanwhile() {
  let edit: () => Promise<unknown> = async () => {}
  const { looks, storeAs } = interrupted(async (_, time) => {
    if (time === 1) await edit()
    return 'let through'
  })
  const stage = await setStage({}, { storeAs })
  const editOnce = (what: typeof edit) => {
    edit = what
  }
  return { stage, site: await stage.receiver(), looks, editOnce }
}

describe('accepting beside edits', () => {
  it('sends to a configuration that was made between the look and the commit', async () => {
    const { stage, site, looks, editOnce } = await editedMeanwhile()
    editOnce(() => stage.configure(site.url, ['PURCHASE_APPROVED']))
    expect(await stage.report('PURCHASE_APPROVED', 'HP1')).toMatchObject({ deliveries: 1 })
    await site.arrivals(1)
    expect(looks).toHaveLength(2)
  })

  it('holds deliveries to a configuration that was disabled between the look and the commit, and sends none', async () => {
    const { stage, site, editOnce } = await editedMeanwhile()
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    editOnce(() => stage.ok('POST', `/v1/configurations/${id}/disable`))
    expect(await stage.report('PURCHASE_APPROVED', 'HP1')).toMatchObject({ deliveries: 1 })
    await stage.delivery('transaction=HP1', ({ state }) => state === 'held')
    expect(site.arrived).toEqual([])
    expect(await stage.ok('GET', `/v1/configurations/${id}`)).toMatchObject({ held: 1 })
  })

  it('sees an edit without a notice of it', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    expect(await stage.report('PURCHASE_APPROVED', 'HP2')).toMatchObject({ deliveries: 1 })
    await stage.ok('PUT', '/v1/accounts/producer', { name: 'Padaria Nova' })
    const { producer: _, ...unnamed } = sale('PURCHASE_APPROVED', 'HP3')
    await stage.ok('PUT', '/v1/transactions/HP3', unnamed)
    const third = (await site.arrivals(2)).map(({ body }) => JSON.parse(body)).find(named('HP3'))
    expect(third.data.producer.name).toBe('Padaria Nova')
  })

  it('decides the third time apart from the others, with the subject locked', async () => {
    const it = interrupted(async (entries, time) => {
      const isAboutFirst = entries.some(({ event }) => event?.head.transaction === 'HP1')
      return time <= 2 && isAboutFirst ? 'outdated' : 'let through'
    })
    const stage = await setStage({}, { storeAs: it.storeAs })
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'])
    const put = (transaction: string, status: string) =>
      stage.ok('PUT', `/v1/transactions/${transaction}`, {
        ...sale('PURCHASE_APPROVED', transaction),
        purchase: { status, transaction },
      })
    const answers = await Promise.all([put('HP1', 'APPROVED'), put('HP2', 'APPROVED')])
    expect(answers.map(({ deliveries }) => deliveries)).toEqual([1, 1])
    await site.arrivals(2)
    const locked = it.looks.filter(({ lock }) => lock)
    expect(locked.length).toBeGreaterThan(0)
    for (const { subjects } of locked) expect(new Set(subjects.map((subject) => JSON.stringify(subject))).size).toBe(1)
    expect(it.looks.slice(0, 2).map(({ lock }) => lock)).toEqual([false, false])
  })

  it('gives a new listener a cursor before the event that is being stored', async () => {
    let boundary = ''
    const it = interrupted(async () => {
      const ready = (at: string) => {
        boundary = at
      }
      const listener = { tell() {}, pace: async () => {}, missed() {}, ready }
      stage.postback.engine.listen('producer', null, listener)()
      return 'let through'
    })
    const stage = await setStage({}, { storeAs: it.storeAs })
    const { eventId } = await stage.report('PURCHASE_APPROVED', 'HP1')
    expect(boundary < eventId).toBe(true)
  })

  it('gives back the places of outdated entries each time', async () => {
    const it = interrupted(async (_, time) => (time % 2 === 1 ? 'outdated' : 'let through'))
    const stage = await setStage({}, { storeAs: it.storeAs })
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    // More than the places of a lane, of an account, and of the window.
    for (let i = 0; i < 300; i++) await stage.report('PURCHASE_APPROVED', `HP${i}`)
    await site.arrivals(300)
    expect(stage.postback.engine.load.inWindow).toBe(0)
  })
})

function named(transaction: string) {
  return (body: { data: { purchase: { transaction: string } } }) => body.data.purchase.transaction === transaction
}
