import type { Socket } from 'node:net'

const statusAt = 'HTTP/1.1 '.length
const statusEnd = statusAt + 3

/**
 * undici takes a "100 Continue" for a broken answer and cuts the connection, though every client must bear one unasked
 * (RFC 9110, 15.2) and older servers and proxies do send it; other interim answers (102, 103) it skips. So a 100 becomes a
 * 102 on its way in: one digit, and only at the beginning of an answer, so that bodies are never touched.
 */
export function bearContinue(socket: Socket): { expectAnswer(): void } {
  let state: 'body' | 'status' | 'head' = 'body'
  /** Bytes of the status line seen, or of the blank line that ends a head. */
  let seen = 0
  let interim = false

  function scan(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i]
      if (state === 'head') {
        seen = byte === (seen % 2 === 0 ? 0x0d : 0x0a) ? seen + 1 : byte === 0x0d ? 1 : 0
        if (seen === 4) {
          state = 'status'
          seen = 0
          interim = false
        }
        continue
      }
      if (seen === statusAt) {
        if (byte !== 0x31) {
          state = 'body' // the final answer: nothing more to look for
          return
        }
        interim = true
      } else if (seen > statusAt && byte !== 0x30) {
        interim = false // 101, 102, 103…
      }
      seen += 1
      if (seen === statusEnd) {
        if (interim) chunk[i] = 0x32
        state = 'head'
        seen = 0
      }
    }
  }

  const read = socket.read.bind(socket)
  socket.read = (size?: number) => {
    const chunk: unknown = read(size)
    if (state !== 'body' && chunk instanceof Uint8Array) scan(chunk)
    return chunk
  }
  return {
    expectAnswer() {
      state = 'status'
      seen = 0
    },
  }
}
