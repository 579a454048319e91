import pino, { type Logger, type LoggerOptions } from 'pino'
import { BoundedOutput, type Outlet } from './bounded-output.ts'

/** The log of the program, one line for each occurrence. */
export interface ProgramLog {
  readonly logger: Logger
  /** Writes plain text between the lines: for a terminal that shows both. */
  write(line: string): void
  /** How many lines were not written: their reader stalled, or went away, or its disk is full. */
  linesLost(): number
  /** Waits until all lines are written, for so long at most. */
  flush(withinMs: number): Promise<void>
  /** The same for the end of the process, which cannot wait. */
  flushNow(): void
}

export interface LogSettings {
  readonly level: string
  readonly outlet: Outlet
  /** Converts each line for output; default: the line itself, as JSON. */
  readonly format?: (line: string) => string
  /** Limit of what may be queued for the reader. */
  readonly charactersMax?: number
}

export function openLog({ level, outlet, format = (line) => line, charactersMax }: LogSettings): ProgramLog {
  const loggerTo = (write: (line: string) => void) => pino(optionsFor(level), { write })
  const noteOf = (linesLost: number) => {
    let note = ''
    loggerTo((line) => {
      note = format(line)
    }).warn({ linesLost }, 'lines of the log were lost: its reader did not keep up, or could not be written to')
    return note
  }
  const output = new BoundedOutput({ outlet, noteOf, ...(charactersMax !== undefined && { charactersMax }) })
  return {
    logger: loggerTo((line) => output.write(format(line))),
    write: (line) => output.write(line),
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
