/** The bytes of a stream; null if there are more than `bytesMax`. */
export async function readBody(
  chunks: AsyncIterable<Uint8Array | string>,
  bytesMax: number,
): Promise<Uint8Array | null> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    size += bytes.length
    if (size > bytesMax) return null
    read.push(bytes)
  }
  const body = new Uint8Array(size)
  let at = 0
  for (const bytes of read) {
    body.set(bytes, at)
    at += bytes.length
  }
  return body
}
