import { Text } from '@mantine/core'
import type { Outcome } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { failureKind } from '../../words/failure-kind.ts'

interface StatusCodeProps {
  /** 408: not answered in time; -1: no connection; null: no attempt yet. */
  readonly status: number | null
  /** Tells our 408 from the receiver's, and explains a missing connection. */
  readonly outcome?: Outcome | null
  readonly cause?: string | null
  /** Puts the words under the code. */
  readonly withWords?: boolean
}

/** The HTTP code, as producers know it, and what it means in a few words. */
export function StatusCode({ status, outcome = null, cause = null, withWords = false }: StatusCodeProps) {
  const { t } = useTranslation('words')
  const kind = failureKind({ status, outcome, cause })
  const words = kind ? t(`failures.${kind}.title`) : t(`codes.${codeKey(status)}`)
  const colour = status === null ? 'dimmed' : status >= 200 && status <= 299 ? 'var(--pb-good)' : 'var(--pb-bad)'
  return (
    <span title={words}>
      <Text span ff="monospace" fw={650} c={colour}>
        {status ?? '–'}
      </Text>
      {withWords && (
        <Text size="xs" c="dimmed">
          {words}
        </Text>
      )}
    </span>
  )
}

const known = ['-1', '200', '400', '401', '403', '404', '405', '408', '410', '419', '429'] as const
type CodeKey = (typeof known)[number] | 'none' | '2xx' | '3xx' | '4xx' | '5xx' | 'other'

function codeKey(status: number | null): CodeKey {
  if (status === null) return 'none'
  const exact = known.find((code) => code === String(status))
  if (exact) return exact
  if (status >= 600 || status < 200) return 'other'
  return `${Math.floor(status / 100) as 2 | 3 | 4 | 5}xx`
}
