import type { Postback } from './harness.ts'

/** A live stream of the API, as a program reads it. */

export interface StreamOptions {
  readonly path?: string | undefined
  /** Instead of the platform's key. */
  readonly headers?: Readonly<Record<string, string>>
}

export async function openStream(
  postback: Postback,
  account: string,
  { path = '/v1/deliveries/stream', headers }: StreamOptions = {},
) {
  const stopped = new AbortController()
  const response = await fetch(`${postback.url}${path}`, {
    headers: headers ?? { authorization: `Bearer ${postback.platformKey}`, 'postback-account': account },
    signal: stopped.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  return {
    response,
    stop: () => stopped.abort(),
    /** Reads everything up to the text; null: up to the end. */
    async until(text: string | null): Promise<string> {
      while (text === null || !heard.includes(text)) {
        const { done, value = '' } = (await reader?.read()) ?? { done: true }
        if (done) {
          if (text !== null) throw new Error(`The stream ended before ${text}: ${heard}`)
          return heard
        }
        heard += value
      }
      return heard
    },
  }
}
