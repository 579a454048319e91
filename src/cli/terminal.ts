import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan' | 'magenta'

/** An output for people, and what it supports. */
export interface Terminal {
  /** Whether lines can be overwritten. */
  readonly live: boolean
  /** Read each time, because windows are resized. */
  readonly columns: number
  readonly rows: number
  write(text: string): void
  say(line?: string): void
  /** Plain text where colours are not wanted: NO_COLOR, a file, a pipe. */
  paint(style: Style, text: string): string
}

const pipeColumns = 120

export function terminalOf(stream: NodeJS.WriteStream): Terminal {
  const tty = stream as Partial<WriteStream>
  const live = tty.isTTY === true && process.env.TERM !== 'dumb'
  return {
    live,
    get columns() {
      return live ? (tty.columns ?? 80) : pipeColumns
    },
    get rows() {
      return tty.rows ?? 24
    },
    write: (text) => void stream.write(text),
    say: (line = '') => void stream.write(`${line}\n`),
    paint: (style, text) => styleText(style, text, { stream }),
  }
}

/** Cuts a text to a width, with an ellipsis if something is cut, or pads it with spaces. */
export function toWidth(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text.padEnd(width)
}

/** Names that people chose can contain any character; none of them may move the cursor. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
}

/** Breaks a text at spaces into lines of at most that width. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
