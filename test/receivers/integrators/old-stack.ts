import type { Socket } from 'node:net'
import { receiver } from '../hostile.ts'
import { wordOf } from './any-version.ts'
import type { Entry, Running } from './integrator.ts'

/** An HTTP stack that is old or written by hand: it reads requests well enough, and its answers break rules. */

/** How it answers, in turn. Each closes its connection. */
export const oldAnswers: readonly string[] = [
  // No length: the body ends with the connection.
  'HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>OK</html>',
  'HTTP/1.0 200 OK\r\n\r\n',
  'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok',
  // Unusual reason phrases, or none.
  'HTTP/1.1 200 ok\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 200 \r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 200\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 202 Recebido com sucesso, obrigado\r\nConnection: close\r\n\r\n',
  'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n',
  // An empty value, and header names in capitals.
  'HTTP/1.1 200 OK\r\nX-POWERED-BY:\r\nCONNECTION: CLOSE\r\n\r\n',
  // Heads that break the rules of HTTP. PHP, Python and curl read them anyway.
  'HTTP/1.1 200 OK\nContent-Type: text/plain\nConnection: close\n\nok',
  'HTTP/1.0 200 OK\n\n',
  'HTTP/1.1 200 OK\r\nContent-Type : text/plain\r\nConnection: close\r\n\r\nok',
  'HTTP/1.1 200 OK\r\nX-Note: one\r\n two\r\nConnection: close\r\n\r\nok',
]

export function oldStack(answers: readonly string[]): (hottok: string) => Promise<Running> {
  return async (hottok) => {
    const record: Entry[] = []
    const listening = await receiver((socket: Socket, nth, request) => {
      const [head = '', body = ''] = halves(request)
      if (!head.includes(`\r\nx-hotmart-hottok: ${hottok}`)) {
        record.push({ refused: 'wrong hottok' })
        return socket.end('HTTP/1.0 401 Unauthorized\r\n\r\n')
      }
      const contentType = /\r\ncontent-type: ([^\r]*)/i.exec(head)?.[1]
      record.push({ understood: wordOf(contentType, Buffer.from(body, 'latin1').toString('utf8')) })
      socket.end(answers[nth % answers.length] ?? '')
    })
    return {
      url: `http://127.0.0.1:${listening.port}/cgi-bin/hotmart.pl`,
      record: () => record,
      stop: () => listening.close(),
    }
  }
}

function halves(request: string): readonly string[] {
  const end = request.indexOf('\r\n\r\n')
  return [request.slice(0, end), request.slice(end + 4)]
}
