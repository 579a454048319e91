import { Refusal } from '../domain/errors.ts'

const hour = 3_600_000
const minute = 60_000
const perAccountAndHour = 60
const perHostAndMinute = 10
/** Windows kept at most; the oldest go first, which only ever allows more. */
const windowsMax = 10_000

/** So that nobody uses our tests to knock at other people's doors: per account, and per host of a free URL. */
export class TestLimits {
  readonly #windows = new Map<string, number[]>()

  /** Counts a test, or refuses it. @param now milliseconds */
  count(accountId: string, freeUrls: readonly string[], now: number) {
    const asked = [
      { key: `account ${accountId}`, most: perAccountAndHour, windowMs: hour },
      ...freeUrls.map((url) => ({ key: `host ${new URL(url).host}`, most: perHostAndMinute, windowMs: minute })),
    ]
    const windows = asked.map((it) => ({ ...it, times: this.#recent(it.key, now - it.windowMs) }))
    for (const { times, most, windowMs, key } of windows) {
      if (times.length < most) continue
      const retryAfter = Math.ceil(((times[0] ?? now) + windowMs - now) / 1000)
      const what = key.startsWith('account') ? `${most} tests an hour` : `${most} tests a minute to one host`
      throw new Refusal('test_limit', { detail: `At most ${what}.`, retryAfter })
    }
    for (const { times } of windows) times.push(now)
  }

  #recent(key: string, since: number): number[] {
    const times = (this.#windows.get(key) ?? []).filter((at) => at > since)
    this.#windows.delete(key)
    if (this.#windows.size >= windowsMax) this.#windows.delete(this.#windows.keys().next().value ?? '')
    this.#windows.set(key, times)
    return times
  }
}
