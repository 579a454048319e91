import { Alert, Code, Group, Text } from '@mantine/core'
import { isApiError } from '@postback/sdk'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useProblemWords } from '../address/use-problem-words.ts'

interface ProblemNoteProps {
  readonly error: unknown
  /** Instead of the words for the error. */
  readonly text?: string
  readonly children?: ReactNode
}

/** The error of an action, beside that action. */
export function ProblemNote({ error, text, children }: ProblemNoteProps) {
  const { t } = useTranslation('configurations')
  const { t: tUi } = useTranslation('ui')
  const words = useProblemWords()
  const requestId = isApiError(error) && (error.status >= 500 || error.status === 0) ? error.requestId : null
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('problems.title')}
    >
      <Text size="sm">{text ?? words(error)}</Text>
      {children}
      {requestId && (
        <Group gap={6} mt="xs">
          <Text size="xs">{tUi('error.requestId')}</Text>
          <Code>{requestId}</Code>
        </Group>
      )}
    </Alert>
  )
}
