import type { Reply } from '../../domain/delivery/reply.ts'
import type { SendRequest } from '../send/send.ts'

/**
 * The answer of the test inbox, given in the process: our own addresses are never dialled, and no socket is opened to find out
 * what is known already. What has arrived is what was sent, so nothing is kept besides: the delivery holds its body, its headers
 * and this answer, and is forgotten with the history. It takes everything, as a receiver does that only wants to look.
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
