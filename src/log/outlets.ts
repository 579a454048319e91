import { constants, fstatSync, openSync, write, writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { Outlet } from './bounded-output.ts'

/** When a terminal that takes no more is asked again: soon, since another write may just be under way, then ever less often. */
const againMs = { first: 1, most: 64 }

/**
 * The outlet for standard output (1) or standard error (2). What a reader does must not hold the process, so each kind is written in the
 * way of Node that does not wait for it. Pipes and sockets: a stream. Files: in the background. Terminals: a stream would wait, and a
 * write in the background would hold one of few threads and the end of the process, so they are opened once more, in the mode that
 * refuses to wait.
 */
export function standardOutlet(fd: 1 | 2): Outlet {
  if (isatty(fd)) return descriptorOutlet(openAgain(fd))
  const kind = fstatSync(fd)
  return kind.isFIFO() || kind.isSocket()
    ? streamOutlet(fd === 1 ? process.stdout : process.stderr)
    : descriptorOutlet(fd)
}

/** For a file, or for what was opened with O_NONBLOCK. */
export function descriptorOutlet(fd: number): Outlet {
  const writeFrom = (
    chunk: Buffer,
    start: number,
    done: Parameters<Outlet['write']>[1],
    waitMs: number = againMs.first,
  ) => {
    write(fd, chunk, start, chunk.length - start, null, (error, written = 0) => {
      if (error && error.code !== 'EAGAIN') return done(error, start)
      const next = start + written
      if (next === chunk.length) return done(null, next)
      if (written > 0) return writeFrom(chunk, next, done)
      setTimeout(() => writeFrom(chunk, next, done, Math.min(2 * waitMs, againMs.most)), waitMs).unref()
    })
  }
  return {
    write: (chunk, done) => writeFrom(chunk, 0, done),
    writeNow(chunk) {
      try {
        for (let start = 0; start < chunk.length; ) start += writeSync(fd, chunk, start)
      } catch {
        // The reader takes no more, and there is no later.
      }
    },
  }
}

function streamOutlet(stream: NodeJS.WriteStream): Outlet {
  // Each write is told of its own failure.
  stream.on('error', () => {})
  return {
    write: (chunk, done) => void stream.write(chunk, (error) => done(error ?? null, error ? 0 : chunk.length)),
    writeNow: (chunk) => void stream.write(chunk),
  }
}

/**
 * A descriptor of our own: the mode of the one that we were given is shared with the shell. Where the system has no such path, or the
 * terminal belongs to another user, writes go out in the background: one thread waits then, and the others serve.
 */
function openAgain(fd: number): number {
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return fd
  }
}
