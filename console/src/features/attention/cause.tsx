import { List, Text } from '@mantine/core'
import type { AttentionCard } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useExplainFailure } from '../../words/explain-failure.ts'
import { stepsWithoutWaiting } from '../../words/waiting-steps.ts'
import classes from './attention.module.css'

/** Why the posts failed, in words, and what to do about it. */
export function Cause({ card: { kind, answer, configuration } }: { readonly card: AttentionCard }) {
  const { t } = useTranslation('attention')
  const explain = useExplainFailure()
  const failure = answer && explain({ ...answer, url: configuration.url })
  if (!failure) return null
  const steps = kind === 'failed' ? stepsWithoutWaiting(failure) : failure.nextSteps
  return (
    <div className={classes.cause}>
      <Text>{failure.sentence}</Text>
      {steps.length > 0 && (
        <>
          <Text size="sm" fw={600} mt={6}>
            {t('whatToDo')}
          </Text>
          <List size="sm">
            {steps.map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        </>
      )}
    </div>
  )
}
