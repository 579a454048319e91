import { execFileSync } from 'node:child_process'
import { closeSync, constants, createReadStream, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BoundedOutput, type Outlet } from './bounded-output.ts'
import { descriptorOutlet } from './outlets.ts'

const noteOf = (lines: number) => `lost ${lines}\n`
const charactersMax = 64 * 1024
const line = (number: number) => `${number} ${'x'.repeat(100)}\n`
/** Far longer than needed; no test measures it. */
const patienceMs = 10_000

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postback-output-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

/** A named pipe, opened like a terminal: a write that would block is refused. */
function openPipe() {
  const path = join(directory, 'pipe')
  execFileSync('mkfifo', [path])
  const readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const writeFd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  return {
    output: new BoundedOutput({ outlet: descriptorOutlet(writeFd), noteOf, charactersMax }),
    /** Everything in the pipe, up to its end. */
    async read() {
      let text = ''
      for await (const chunk of createReadStream(path, { encoding: 'utf8' })) text += chunk
      return text
    },
    close() {
      closeSync(writeFd)
      closeSync(readFd)
    },
  }
}

/** An outlet that can be told to fail after a number of bytes. */
function brittleOutlet() {
  let failAfter: number | null = null
  let text = ''
  const outlet: Outlet = {
    write(chunk, done) {
      const written = failAfter === null ? chunk.length : Math.min(failAfter, chunk.length)
      text += chunk.toString('utf8', 0, written)
      setImmediate(() => done(failAfter === null ? null : new Error('no room'), written))
    },
    writeNow(chunk) {
      text += chunk.toString()
    },
  }
  return {
    output: new BoundedOutput({ outlet, noteOf, charactersMax }),
    text: () => text,
    failAfter(bytes: number | null) {
      failAfter = bytes
    },
  }
}

describe('an output whose reader stalls', () => {
  it('keeps lines up to its limit, counts the rest as lost, and reports them once the reader is back', async () => {
    const { output, read, close } = openPipe()
    const count = 5_000
    for (let i = 0; i < count; i++) output.write(line(i))
    await output.flush(20)
    const { linesLost } = output
    expect(linesLost).toBeGreaterThan(1_000)
    const reading = read()
    await output.flush(patienceMs)
    output.write(line(count))
    await output.flush(patienceMs)
    close()
    const lines = (await reading).split('\n').slice(0, -1)
    expect(lines).toHaveLength(count + 1 - linesLost + 1)
    expect(lines.slice(-2)).toEqual([`lost ${linesLost}`, line(count).trim()])
    expect(output.linesLost).toBe(linesLost)
  })
})

describe('an output that cannot be written to', () => {
  it('counts unwritten lines as lost, and reports them with the next line that goes out', async () => {
    const { output, text, failAfter } = brittleOutlet()
    failAfter(0)
    for (const number of [1, 2]) output.write(line(number))
    await output.flush(patienceMs)
    expect(output.linesLost).toBe(2)
    output.write(line(3))
    await output.flush(patienceMs)
    expect(output.linesLost).toBe(3)
    failAfter(null)
    for (const number of [4, 5]) output.write(line(number))
    await output.flush(patienceMs)
    expect(text()).toBe(`lost 3\n${line(4)}${line(5)}`)
    expect(output.linesLost).toBe(3)
  })

  it('ends a partly written line before it begins another', async () => {
    const { output, text, failAfter } = brittleOutlet()
    failAfter(line(1).length + 5)
    for (const number of [1, 2, 3]) output.write(line(number))
    await output.flush(patienceMs)
    expect(output.linesLost).toBe(2)
    failAfter(null)
    output.write(line(4))
    await output.flush(patienceMs)
    expect(text()).toBe(`${line(1)}${line(2).slice(0, 5)}\nlost 2\n${line(4)}`)
  })

  it('throws nothing on a full disk', async () => {
    const output = new BoundedOutput({ outlet: descriptorOutlet(openSync('/dev/full', 'w')), noteOf })
    output.write(line(1))
    await output.flush(patienceMs)
    output.write(line(2))
    output.flushNow()
    expect(output.linesLost).toBe(1)
  })
})

describe('a line that is longer than the limit of the queue', () => {
  it('is lost alone', async () => {
    const { output, text } = brittleOutlet()
    output.write('x'.repeat(charactersMax + 1))
    output.write(line(1))
    await output.flush(patienceMs)
    expect(text()).toBe(`lost 1\n${line(1)}`)
  })
})

describe('the end of the process', () => {
  it('writes everything that can go out at once', () => {
    const { output, text } = brittleOutlet()
    output.write(line(1))
    output.flushNow()
    expect(text()).toBe(line(1))
  })
})
