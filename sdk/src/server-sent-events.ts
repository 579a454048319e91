export interface ServerSentEvent {
  /** `message` if it has no name. */
  readonly event: string
  readonly data: string
  readonly id: string | null
}

/** An idle server sends a comment every 10 s. After this long without a byte the connection counts as lost. */
export const silenceMostMs = 30_000

/** The connection is open but no bytes come: a proxy keeps it open, or the network is down. */
export class StreamSilent extends Error {
  constructor(silentMs: number) {
    super(`Nothing has come for ${silentMs / 1000} s.`)
    this.name = 'StreamSilent'
  }
}

/**
 * Reads text/event-stream from a fetch, which, unlike EventSource, can carry headers and be aborted.
 * @throws StreamSilent
 */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
  silentMs = silenceMostMs,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await withinTime(reader.read(), silentMs)
      if (done) return
      rest += decoder.decode(value, { stream: true })
      // A lone CR at the end may be half of a CRLF.
      const blocks = rest.split(/\r\n\r\n|\n\n|\r\r(?!$)/)
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = readBlock(block)
        if (event) yield event
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function withinTime<Value>(reading: Promise<Value>, silentMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StreamSilent(silentMs)), silentMs)
    reading.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function readBlock(block: string): ServerSentEvent | null {
  let event = 'message'
  let id: string | null = null
  const data: string[] = []
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
    if (name === 'event') event = value
    else if (name === 'data') data.push(value)
    else if (name === 'id') id = value
  }
  return data.length === 0 ? null : { event, data: data.join('\n'), id }
}
