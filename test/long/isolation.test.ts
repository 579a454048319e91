import { describe, expect, it } from 'vitest'
import { eventually } from '../support/harness.ts'
import { account, range, type Site, setScene, site, worstMs, worstPost } from '../support/isolation-scene.ts'

/** The receivers of one account do not delay those of another, in each kind of trouble. One kind is also in test/stories/. */

describe('a healthy account gets its posts', { timeout: 90_000 }, () => {
  it('beside twelve configurations that hang and 2,500 sales to each', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(12)) await troubled.configure(`${hanging.url}/hang/${i}`)
    const selling = troubled.sellMany('T', 2_500)
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await selling
    expect(await worstPost(healthy, healthySite, 2_000)).toBeLessThan(worstMs)
  })

  it('beside forty hosts of one account that hang', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    for (const i of range(40)) {
      const hanging = await site({ host: `127.0.1.${i + 1}`, hanging: true })
      await troubled.configure(`${hanging.url}/hang`)
    }
    const selling = troubled.sellMany('T', 100)
    expect(await worstPost(healthy, healthySite, 5_000)).toBeLessThan(worstMs)
    await selling
  })

  it('beside forty configurations that hang at the host that it shares with them', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    healthySite.hang(true)
    for (const i of range(40)) await troubled.configure(`${healthySite.url}/hang/${i}`)
    const selling = troubled.sellMany('T', 500)
    expect(await worstPost(healthy, healthySite, 5_000)).toBeLessThan(worstMs)
    await selling
  })

  it('beside five hundred hooks that hang and five sales a second to all of them', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(500)) await troubled.hook(`${hanging.url}/hang/${i}`)
    let selling = true
    const sales = (async () => {
      for (let i = 0; selling; i++) {
        await troubled.sell(`T${i}`)
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    })()
    expect(await worstPost(healthy, healthySite, 8_000)).toBeLessThan(worstMs)
    selling = false
    await sales
  })

  it('beside ten accounts that hang at once', async () => {
    const { stage, healthy, healthySite } = await setScene()
    const selling: Promise<void>[] = []
    for (const i of range(10)) {
      const hanging = await site({ host: `127.0.2.${i + 1}`, hanging: true })
      const troubled = await account(stage, `troubled-${i}`, 100 + i)
      for (const j of range(40)) await troubled.configure(`${hanging.url}/hang/${j}`)
      selling.push(troubled.sellMany(`T${i}x`, 50))
    }
    // A new account, with no history of answers, does not wait behind them either.
    const newSite = await site({ host: '127.0.0.3' })
    const newcomer = await account(stage, 'newcomer', 3)
    await newcomer.configure(`${newSite.url}/ok`)
    const worst = await Promise.all([worstPost(healthy, healthySite, 6_000), worstPost(newcomer, newSite, 6_000)])
    expect(Math.max(...worst)).toBeLessThan(worstMs)
    await Promise.all(selling)
  })

  it('beside accounts whose receivers answered until now, in the middle of a burst', async () => {
    const { stage, healthy, healthySite } = await setScene()
    const bursts: Promise<void>[] = []
    const sites: Site[] = []
    for (const i of range(4)) {
      const turning = await site({ host: `127.0.3.${i + 1}` })
      sites.push(turning)
      const troubled = await account(stage, `troubled-${i}`, 100 + i)
      for (const j of range(10)) await troubled.configure(`${turning.url}/hang/${j}`)
      bursts.push(troubled.sellMany(`T${i}x`, 500))
    }
    await eventually(
      async () => Math.min(...sites.map((it) => it.posts())),
      (posts) => posts > 200,
    )
    for (const it of sites) it.hang(true)
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await Promise.all(bursts)
  })

  it('beside an account whose posts are large and go nowhere', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(12)) await troubled.configure(`${hanging.url}/hang/${i}`)
    const selling = (async () => {
      for (const i of range(20)) await troubled.sellMany(`T${i}x`, 8, { note: 'x'.repeat(800_000) })
    })()
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await selling
  })

  it('at one configuration while forty others of it hang', async () => {
    const { healthy, healthySite } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(40)) await healthy.configure(`${hanging.url}/hang/${i}`)
    const selling = healthy.sellMany('T', 300)
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await selling
  })

  it('at one configuration while four hundred hooks of it hang', async () => {
    const { healthy, healthySite } = await setScene()
    await healthy.sell('KNOWN1')
    await eventually(
      async () => healthySite.arrivedAt.size,
      (count) => count === 1,
    )
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(400)) await healthy.hook(`${hanging.url}/hang/${i}`)
    const selling = healthy.sellMany('T', 50)
    expect(await worstPost(healthy, healthySite, 6_000)).toBeLessThan(worstMs)
    await selling
  })

  it('while the backlog of another host drains after an outage', async () => {
    const { healthy, healthySite, troubled } = await setScene()
    const hanging = await site({ host: '127.0.0.2', hanging: true })
    for (const i of range(4)) await troubled.configure(`${hanging.url}/hang/${i}`)
    await troubled.sellMany('T', 1_000)
    expect(await worstPost(healthy, healthySite, 2_000)).toBeLessThan(worstMs)
    hanging.hang(false)
    const drained = eventually(
      async () => hanging.posts(),
      (posts) => posts >= 4_000,
    )
    expect(await worstPost(healthy, healthySite, 4_000)).toBeLessThan(worstMs)
    await drained
  })
})
