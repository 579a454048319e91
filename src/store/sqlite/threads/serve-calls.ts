import { parentPort } from 'node:worker_threads'
import { type FromThread, failureOf, type ToThread } from './calls.ts'

/** Serves one store after another: each starts with `open` and ends with `close`. */
export interface CallServer {
  call(name: string, args: readonly unknown[]): unknown
  /** Notices since the last answer, which the main thread handles before the next one. */
  takeNotices(): readonly unknown[]
  notice(notice: unknown): void
}

/** The thread's side of `Thread`. */
export function serveCalls(server: CallServer) {
  parentPort?.on('message', (message: ToThread) => {
    if (message.kind === 'call') void answer(server, message)
    else server.notice(message.notice)
  })
}

export function sendNotice(notice: unknown) {
  send({ kind: 'notices', notices: [notice] })
}

async function answer(server: CallServer, { id, name, args }: Extract<ToThread, { kind: 'call' }>) {
  try {
    const called = server.call(name, args)
    const value = called instanceof Promise ? await called : called
    send({ kind: 'answer', id, value, notices: server.takeNotices() })
  } catch (error) {
    send({ kind: 'failure', id, failure: failureOf(error), notices: server.takeNotices() })
  }
}

function send(message: FromThread) {
  parentPort?.postMessage(message)
}
