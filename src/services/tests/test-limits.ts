import { type FieldError, Refusal } from '../../domain/errors.ts'

const hour = 3_600_000
const minute = 60_000
const perAccountAndHour = 60
const perHostAndMinute = 10
/** The most windows in memory. The oldest are dropped first, which can only allow more. */
const windowsMax = 10_000

/** The posts of one test. */
export interface TestPosts {
  readonly accountId: string
  readonly count: number
  /** The request field that asks for them. */
  readonly pointer: string
  /** The posts to free URLs, one entry for each post, with the request field that names the URL. */
  readonly toFreeUrls: readonly { readonly url: string; readonly pointer: string }[]
}

interface Asked {
  readonly key: string
  readonly count: number
  readonly most: number
  readonly windowMs: number
  readonly what: string
  readonly pointer: string
}

/** Keeps tests from being used to flood other people's servers: every post counts, per account and per host of a free URL. */
export class TestLimits {
  readonly #windows = new Map<string, number[]>()

  /**
   * Counts the posts of a test, or refuses all of them.
   * @param now milliseconds
   * @throws Refusal invalid_request: more than any window allows; test_limit: more than the windows allow now
   */
  count(posts: TestPosts, now: number) {
    const asked = limitsOf(posts)
    const errors = asked.filter((it) => it.count > it.most).map(tooMany)
    if (errors.length > 0) throw new Refusal('invalid_request', { errors })
    const windows = asked.map((it) => ({ ...it, times: this.#recent(it.key, now - it.windowMs) }))
    for (const { times, count, most, windowMs, what } of windows) {
      const tooMuch = times.length + count - most
      if (tooMuch <= 0) continue
      const roomAt = (times[tooMuch - 1] ?? now) + windowMs
      throw new Refusal('test_limit', { detail: `At most ${what}.`, retryAfter: Math.ceil((roomAt - now) / 1000) })
    }
    for (const { times, count } of windows) for (let i = 0; i < count; i++) times.push(now)
  }

  #recent(key: string, since: number): number[] {
    const times = (this.#windows.get(key) ?? []).filter((at) => at > since)
    this.#windows.delete(key)
    if (this.#windows.size >= windowsMax) this.#windows.delete(this.#windows.keys().next().value ?? '')
    this.#windows.set(key, times)
    return times
  }
}

function limitsOf({ accountId, count, pointer, toFreeUrls }: TestPosts): readonly Asked[] {
  const hosts = Map.groupBy(toFreeUrls, ({ url }) => new URL(url).host)
  return [
    {
      key: `account ${accountId}`,
      count,
      most: perAccountAndHour,
      windowMs: hour,
      what: `${perAccountAndHour} test posts an hour`,
      pointer,
    },
    ...[...hosts].map(([host, posts]) => ({
      key: `host ${host}`,
      count: posts.length,
      most: perHostAndMinute,
      windowMs: minute,
      what: `${perHostAndMinute} test posts a minute to one host`,
      pointer: posts[0]?.pointer ?? '',
    })),
  ]
}

function tooMany({ pointer, count, what }: Asked): FieldError {
  const remedy = 'Name fewer targets, or send nothing twice.'
  return { pointer, detail: `This would make ${count} posts, and there are at most ${what}. ${remedy}` }
}
