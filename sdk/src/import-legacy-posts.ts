import { type ApiError, isApiError } from './api-error.ts'
import type { Calls } from './calls.ts'
import { type ImportFormat, splitIntoPieces } from './import-pieces.ts'
import { pause } from './pause.ts'
import type { LegacyImport, LegacyImportError } from './types.ts'

export interface LegacyImportOptions {
  readonly format: ImportFormat
  /** After each piece: what came of all of them so far. */
  readonly onProgress?: (progress: LegacyImportProgress) => void
  /** All of them, piece by piece, with lines counted from the beginning of the content. */
  readonly onErrors?: (errors: readonly LegacyImportError[]) => void
  /** The server is busy, or away: the piece is sent again after so many milliseconds. */
  readonly onWait?: (error: ApiError, waitMs: number) => void
  readonly signal?: AbortSignal
}

export type LegacyImportCounts = Omit<LegacyImport, 'errors'>

export interface LegacyImportProgress extends LegacyImportCounts {
  /** Bytes of the content that the server has dealt with. */
  readonly bytes: number
  /** The line after them: whoever starts again there skips nothing. */
  readonly nextLine: number
}

/** Pieces that meet a busy server, or none, are sent again so often, with ever longer waits. */
const triesMax = 6
const firstWaitMs = 500
const longestWaitMs = 30_000
/** Of a piece: 4 MiB over a slow line. */
const timeoutMs = 300_000

export async function importLegacyPosts(
  calls: Calls,
  content: AsyncIterable<Uint8Array>,
  options: LegacyImportOptions,
): Promise<LegacyImportProgress> {
  const { format, onProgress, onErrors } = options
  let progress: LegacyImportProgress = { records: 0, imported: 0, present: 0, refused: 0, bytes: 0, nextLine: 1 }
  for await (const piece of splitIntoPieces(content, format)) {
    const report = await sendPatiently(calls, piece.content, options, progress.bytes === 0)
    progress = {
      records: progress.records + report.records,
      imported: progress.imported + report.imported,
      present: progress.present + report.present,
      refused: progress.refused + report.refused,
      bytes: progress.bytes + piece.bytes,
      nextLine: piece.nextLine,
    }
    if (report.errors.length > 0) {
      onErrors?.(report.errors.map((error) => ({ ...error, line: error.line + piece.linesBefore })))
    }
    onProgress?.(progress)
  }
  return progress
}

const contentTypes: Readonly<Record<ImportFormat, string>> = { ndjson: 'application/x-ndjson', csv: 'text/csv' }

async function sendPatiently(
  calls: Calls,
  content: Uint8Array,
  { format, signal, onWait }: LegacyImportOptions,
  isFirst: boolean,
): Promise<LegacyImport> {
  for (let tries = 1; ; tries++) {
    try {
      const raw = { contentType: contentTypes[format], content }
      return await calls.request<LegacyImport>('POST', '/v1/legacy-posts/import', { raw, signal, timeoutMs })
    } catch (error) {
      if (!isApiError(error) || tries === triesMax || !isPassing(error, isFirst)) throw error
      const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1))
      const waitMs = Math.max(wait, (error.retryAfter ?? 0) * 1000)
      onWait?.(error, waitMs)
      await pause(waitMs, signal)
    }
  }
}

/** A server that nobody has reached yet is more likely at another address than away for a moment. */
function isPassing({ status }: ApiError, isFirst: boolean): boolean {
  return status === 429 || status === 503 || (status === 0 && !isFirst)
}
