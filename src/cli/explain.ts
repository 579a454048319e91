import { CommanderError } from 'commander'
import { type ApiError, isApiError } from '../../sdk/src/index.ts'
import { SettingsError } from '../settings.ts'

/** A problem that the user can solve. The message is one sentence that says how. */
export class Unable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Unable'
  }
}

/** 0: success, or help was asked for. 1: failure. 2: wrong arguments or settings. */
export function exitCodeOf(error: unknown): 0 | 1 | 2 {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  return error instanceof SettingsError ? 2 : 1
}

/** An error for the terminal, with its remedy. The stack trace is shown only with --debug. */
export function explain(error: unknown, { debug }: { debug: boolean }): string {
  // Commander has already printed it.
  if (error instanceof CommanderError) return ''
  if (debug && error instanceof Error) return `${error.stack}\n`
  if (error instanceof SettingsError) return `${error.message}\n\n"postback settings" lists every setting.\n`
  return `${sentenceFor(error)}\n`
}

/** With an answer: title and remedy. Without one: the address, and why it did not answer. */
export function sentenceOf({ status, title, detail }: ApiError): string {
  return status === 0 ? `${title}: ${detail}.` : `${title}. ${detail}`
}

function fieldLine({ pointer, detail }: { pointer: string; detail: string }): string {
  return `  ${pointer}: ${detail}`
}

interface Whereabouts {
  readonly address?: string
  readonly hostname?: string
  readonly port?: number
}

function sentenceFor(error: unknown): string {
  if (isApiError(error)) return [sentenceOf(error), ...error.errors.map(fieldLine)].join('\n')
  if (!(error instanceof Error)) return String(error)
  const { code, address, hostname, port, path } = error as NodeJS.ErrnoException & Whereabouts
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${address} is taken. Stop what listens there, or set POSTBACK_PORT to another one; 0 picks a free one.`
    case 'EADDRNOTAVAIL':
      return `${address} is not an address of this machine. Set POSTBACK_HOST to one that is, such as 127.0.0.1 or 0.0.0.0.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${hostname} is not a name that this machine knows. Set POSTBACK_HOST to an address, such as 127.0.0.1 or 0.0.0.0.`
    case 'EACCES':
      if (port !== undefined) return `Port ${port} may not be used by this user. Set POSTBACK_PORT to one from 1024 up.`
      return `${path} may not be read or written by this user. Change its owner, or choose another data directory.`
    case 'EROFS':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
      return `${path} cannot hold the data. Choose another data directory.`
    case 'ENOSPC':
      return 'The disk is full. Make room, then start again: nothing was lost.'
    default:
      return error.message
  }
}
