import { Accordion, Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import type { LegacyAttempt, LegacyPostDetail } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { HeaderList } from '../../ui/code/header-list.tsx'
import { JsonView } from '../../ui/code/json-view.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { useExplainFailure } from '../../words/explain-failure.ts'
import { useHeadProblem } from '../../words/head-problem.ts'
import { useWords } from '../../words/use-words.ts'

/** The responses: to the attempts made here, the latest first, and to the earlier tool. */
export function LegacyResponses({ post }: { readonly post: LegacyPostDetail }) {
  const { t } = useTranslation('legacy')
  const newestFirst = post.processedAgain.filter(({ outcome }) => outcome !== null).toReversed()
  return (
    <Stack gap="lg">
      {newestFirst.length > 0 && (
        <section aria-labelledby="responses-here">
          <Title order={2} size="md" id="responses-here" mb="sm">
            {t('responses.here')}
          </Title>
          <Accordion
            multiple
            keepMounted={false}
            variant="separated"
            defaultValue={[String(newestFirst[0]?.number)]}
            order={3}
            radius="md"
          >
            {newestFirst.map((attempt) => (
              <AttemptItem key={attempt.number} attempt={attempt} url={post.url} />
            ))}
          </Accordion>
        </section>
      )}
      <section aria-labelledby="responses-before">
        <Title order={2} size="md" id="responses-before" mb="sm">
          {t('responses.before')}
        </Title>
        <AnswerBefore post={post} />
      </section>
    </Stack>
  )
}

function AnswerBefore({ post: { response, responseTruncated } }: { readonly post: LegacyPostDetail }) {
  const { t } = useTranslation('legacy')
  if (response === null) return <Dimmed>{t('responses.noneKept')}</Dimmed>
  if (response === '') return <Dimmed>{t('responses.empty')}</Dimmed>
  return (
    <Stack gap={6}>
      <JsonView label={t('responses.before')} text={response} />
      {responseTruncated && <Text size="sm">{t('responses.truncated')}</Text>}
    </Stack>
  )
}

function AttemptItem({ attempt, url }: { readonly attempt: LegacyAttempt; readonly url: string }) {
  const { t } = useTranslation('legacy')
  const words = useWords()
  const formats = useFormats()
  const explain = useExplainFailure()
  const { number, at, status, outcome, cause, durationMs } = attempt
  const failure = explain({ status, outcome, cause, url })
  const headProblem = useHeadProblem()(attempt)
  return (
    <Accordion.Item value={String(number)}>
      <Accordion.Control>
        <Group gap="md" wrap="wrap">
          <Text span fw={600}>
            {t('responses.attempt', { number })}
            <VisuallyHidden>, </VisuallyHidden>
          </Text>
          <Group gap={8} wrap="nowrap">
            <StatusCode status={status} outcome={outcome} cause={cause} />
            <VisuallyHidden>, </VisuallyHidden>
            <Text span size="sm">
              {failure ? failure.title : outcome && words.outcome(outcome)}
              {headProblem && (
                <Text span inherit c="dimmed">
                  , {headProblem.title}
                </Text>
              )}
            </Text>
          </Group>
          <Text span size="sm" c="dimmed">
            <VisuallyHidden>, </VisuallyHidden>
            {formats.dateTime(at)}
            <VisuallyHidden>, </VisuallyHidden>
          </Text>
          {durationMs !== null && (
            <Text span size="sm" c="dimmed" ms="auto">
              {formats.duration(durationMs)}
            </Text>
          )}
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="md">
          {failure && <Text size="sm">{failure.sentence}</Text>}
          {headProblem && <Text size="sm">{headProblem.sentence}</Text>}
          <Answer attempt={attempt} />
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  )
}

function Answer({ attempt: { number, response } }: { readonly attempt: LegacyAttempt }) {
  const { t } = useTranslation('legacy')
  if (response === null) return <Text size="sm">{t('responses.noAnswer')}</Text>
  const label = t('responses.bodyOf', { number })
  return (
    <>
      {response.body === '' ? (
        <Dimmed>{t('responses.empty')}</Dimmed>
      ) : response.encoding === 'base64' ? (
        <>
          <Text size="sm">{t('responses.base64')}</Text>
          <CodeBlock label={label} code={response.body} wrapped />
        </>
      ) : (
        <JsonView label={label} text={response.body} />
      )}
      {response.truncated && <Text size="sm">{t('responses.truncated')}</Text>}
      {response.headers.length > 0 && (
        <div>
          <Title order={4} size="sm" mb={6}>
            {t('responses.headers')}
          </Title>
          <HeaderList label={t('responses.headersOf', { number })} headers={response.headers} />
        </div>
      )}
    </>
  )
}

function Dimmed({ children }: { readonly children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  )
}
