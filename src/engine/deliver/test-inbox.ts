import type { Reply } from '../../domain/delivery/reply.ts'
import type { SendRequest } from '../send/send.ts'

/**
 * The answer of the test inbox, made in the process: our own addresses are never dialled, and a socket would tell nothing new.
 * What arrives is what was sent, so no copy is kept: the delivery holds its body, its headers and this answer, and is
 * forgotten with the history. The inbox takes everything, like a receiver that only wants to look.
 */
export function answerOfInbox({ body }: Pick<SendRequest, 'body'>): Reply {
  const answer = { received: true, bytes: Buffer.byteLength(body) }
  return {
    kind: 'answered',
    status: 200,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify(answer)),
    bodyTruncated: false,
    headProblem: null,
    timings: { totalMs: 0, reusedConnection: false },
  }
}
