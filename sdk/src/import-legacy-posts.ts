import { type ApiError, isApiError } from './api-error.ts'
import type { Calls } from './calls.ts'
import { type ImportFormat, splitIntoPieces } from './import-pieces.ts'
import { pause } from './pause.ts'
import type { LegacyImport, LegacyImportError } from './types.ts'

export interface LegacyImportOptions {
  readonly format: ImportFormat
  /** Called after each piece, with the totals so far. */
  readonly onProgress?: (progress: LegacyImportProgress) => void
  /** Called with the errors of each piece. Lines are counted from the beginning of the content. */
  readonly onErrors?: (errors: readonly LegacyImportError[]) => void
  /** Called when the server is busy or unavailable: the piece is sent again after `waitMs`. */
  readonly onWait?: (error: ApiError, waitMs: number) => void
  readonly signal?: AbortSignal
}

export type LegacyImportCounts = Omit<LegacyImport, 'errors'>

export interface LegacyImportProgress extends LegacyImportCounts {
  /** Bytes of the content that the server has processed. */
  readonly bytes: number
  /** The line after them. An import that starts again there skips nothing. */
  readonly nextLine: number
}

/** How often a piece is sent when the server is busy or unavailable. Each wait is longer than the one before. */
const triesMax = 6
const firstWaitMs = 500
const longestWaitMs = 30_000
/** For one piece: 4 MiB over a slow connection. */
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

/** If the first piece does not reach the server, a wrong address is more likely than a short outage. */
function isPassing({ status }: ApiError, isFirst: boolean): boolean {
  return status === 429 || status === 503 || (status === 0 && !isFirst)
}
