import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import { ApiError } from '@postback/sdk'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../code/copy-button.tsx'

interface ErrorStateProps {
  readonly error: unknown
  /** What failed: "The configurations could not be loaded." */
  readonly title?: string
  /** What the error leaves as it was, where that is known. */
  readonly safety?: string
  readonly onRetry?: (() => unknown) | undefined
}

export function ErrorState({ error, title, safety, onRetry }: ErrorStateProps) {
  const { t } = useTranslation('ui')
  const sentence = useSentence()
  const problem = error instanceof ApiError ? error : null
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={title ?? t('error.title')}
      my="md"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{[sentence(error), safety].filter(Boolean).join(' ')}</Text>
        <Group gap="sm">
          {onRetry && (
            <Button size="xs" variant="default" leftSection={<IconRefresh size={16} />} onClick={() => onRetry()}>
              {t('error.retry')}
            </Button>
          )}
          {problem?.requestId && (
            <Group gap={6}>
              <Text size="xs">{t('error.requestId')}</Text>
              <Code>{problem.requestId}</Code>
              <CopyButton value={problem.requestId} label={t('error.copyRequestId')} />
            </Group>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}

/**
 * In the reader's language, by the code of the answer. If the page does not know the code, English readers get the server's own
 * message about a refused request, which is always English.
 */
function useSentence(): (error: unknown) => string {
  const { t, i18n } = useTranslation('ui')
  const { t: words } = useTranslation('words')
  return (error) => {
    if (!(error instanceof ApiError)) return t('error.brokenText')
    if (error.status === 0) return t('error.notReached')
    const known = words(`problems.${error.code as 'not_found'}`, { defaultValue: '' })
    if (known !== '') return known
    if (error.status === 429) return t('error.tooMany')
    if (error.status >= 500) return t('error.server')
    return i18n.language === 'en' && error.detail ? error.detail : t('error.refused')
  }
}
