import { constants, fstatSync, openSync, write, writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { Outlet } from './bounded-output.ts'

/** Waits before another write to a full terminal: short at first, since other output may be under way, then ever longer. */
const againMs = { first: 1, most: 64 }

/**
 * The outlet for standard output (1) or standard error (2). Each kind is written without blocking the process. Pipes and
 * sockets: as a stream. Files: in the background. Terminals: a stream would block, and a background write would occupy one of
 * the few threads and delay the end of the process, so terminals are opened again in non-blocking mode.
 */
export function standardOutlet(fd: 1 | 2): Outlet {
  if (isatty(fd)) return descriptorOutlet(openAgain(fd))
  const kind = fstatSync(fd)
  return kind.isFIFO() || kind.isSocket()
    ? streamOutlet(fd === 1 ? process.stdout : process.stderr)
    : descriptorOutlet(fd)
}

/** For a file, or for a descriptor that was opened with O_NONBLOCK. */
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
        // The reader takes no more, and there is no time to retry.
      }
    },
  }
}

function streamOutlet(stream: NodeJS.WriteStream): Outlet {
  // Each write gets its own error.
  stream.on('error', () => {})
  return {
    write: (chunk, done) => void stream.write(chunk, (error) => done(error ?? null, error ? 0 : chunk.length)),
    writeNow: (chunk) => void stream.write(chunk),
  }
}

/**
 * A descriptor of our own, because the shell shares the mode of the one that we were given. If the system has no such path, or
 * the terminal belongs to another user, writes go out in the background: one thread blocks then, and the others work on.
 */
function openAgain(fd: number): number {
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return fd
  }
}
