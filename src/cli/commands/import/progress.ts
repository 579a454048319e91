import type { LegacyImportProgress } from '../../../../sdk/src/index.ts'
import type { Terminal } from '../../terminal.ts'

/** One line, written over and over; only where lines can be written over. */
export function progressLine(terminal: Terminal, bytes: number | null) {
  let shown = ''
  const clear = () => {
    if (shown !== '') terminal.write(`\r${' '.repeat(shown.length)}\r`)
    shown = ''
  }
  return {
    show(progress: LegacyImportProgress) {
      if (!terminal.live) return
      clear()
      const share = bytes ? `${Math.floor((100 * progress.bytes) / bytes)} %` : `line ${figure(progress.nextLine)}`
      shown = `${share}  ${countsOf(progress)}`.slice(0, terminal.columns - 1)
      terminal.write(shown)
    },
    /** Something else is said in between. */
    around(say: () => void) {
      clear()
      say()
    },
    end: clear,
  }
}

export function* summaryOf(progress: LegacyImportProgress, errorsLeft: number, errorsFile: string | undefined) {
  if (errorsLeft > 0) yield `… and ${figure(errorsLeft)} more. All of them are written to a file with --errors.`
  yield `${figure(progress.records)} posts: ${countsOf(progress)}.`
  if (progress.refused > 0 && errorsFile !== undefined) yield `${errorsFile} says what is wrong with them.`
}

export function countsOf({ imported, present, refused }: LegacyImportProgress): string {
  return `${figure(imported)} imported, ${figure(present)} there already, ${figure(refused)} refused`
}

export function figure(value: number): string {
  return value.toLocaleString('en')
}
