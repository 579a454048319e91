import pino, { type Logger, type LoggerOptions } from 'pino'
import { BoundedOutput, type Outlet } from './bounded-output.ts'

/** The log of the program, one line for each thing that happened. */
export interface ProgramLog {
  readonly logger: Logger
  /** Lines that were not written: their reader stalled, or went away, or its disk is full. */
  linesLost(): number
  /** Waits for what was logged to go out, for so long at most. */
  flush(withinMs: number): Promise<void>
  /** The same for the end of the process, which waits for nothing. */
  flushNow(): void
}

export interface LogSettings {
  readonly level: string
  readonly outlet: Outlet
  /** Of what may wait for the reader. */
  readonly charactersMax?: number
}

/** JSON lines. */
export function openLog({ level, outlet, charactersMax }: LogSettings): ProgramLog {
  const loggerTo = (write: (line: string) => void) => pino(optionsFor(level), { write })
  const noteOf = (linesLost: number) => {
    let note = ''
    loggerTo((line) => {
      note = line
    }).warn({ linesLost }, 'lines of the log were lost: its reader did not keep up, or could not be written to')
    return note
  }
  const output = new BoundedOutput({ outlet, noteOf, ...(charactersMax !== undefined && { charactersMax }) })
  return {
    logger: loggerTo((line) => output.write(line)),
    linesLost: () => output.linesLost,
    flush: (withinMs) => output.flush(withinMs),
    flushNow: () => output.flushNow(),
  }
}

function optionsFor(level: string): LoggerOptions {
  return {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
}
