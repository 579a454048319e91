import { Group, Text, Title } from '@mantine/core'
import type { SentTestStep } from '@postback/sdk'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useTestResults } from '../../data/deliveries/tests.ts'
import { Panel } from '../../ui/panel.tsx'
import { useWords } from '../../words/use-words.ts'
import type { Target } from './test-form.ts'
import { type Remedy, TestResult } from './test-result.tsx'
import classes from './test-results.module.css'

interface TestResultsProps {
  /** Of the event, or of the story. */
  readonly title: string
  readonly targets: readonly Target[]
  /** In the order in which they are sent, each with one delivery for each target. */
  readonly steps: readonly SentTestStep[]
  readonly remedy: Remedy
}

/** One line for each step and target, filled in as its answer arrives. */
export function TestResults({ title, targets, steps, remedy }: TestResultsProps) {
  const { t } = useTranslation('tests')
  const words = useWords()
  const { posts, results, answered, delivered } = useTestResults(steps)
  const section = useRef<HTMLElement>(null)

  useEffect(() => {
    // Without braces the effect would return what this returns: a promise, in newer browsers.
    section.current?.scrollIntoView({ block: 'nearest' })
  }, [])

  const resultsOf = ({ deliveryIds }: SentTestStep, index: number) => (
    <ol className={classes.list}>
      {deliveryIds.map((id, i) => {
        const place = index * targets.length + i
        const [target, query, post] = [targets[i], results[place], posts[place]]
        // One remedy for each target: the remedy for its first post also helps with the others.
        const own = { ...post, remedy: index === 0 ? remedy : null }
        return target && query && post && <TestResult key={id} target={target} query={query} {...post} {...own} />
      })}
    </ol>
  )

  const verdict =
    answered < posts.length
      ? t('results.waiting', { answered, count: posts.length })
      : t('results.done', { delivered, count: posts.length })
  return (
    <Panel>
      <section ref={section} className={classes.results} aria-label={t('results.title')}>
        <Group justify="space-between" gap="xs" className={classes.head}>
          <Title order={2}>{t('results.of', { event: title })}</Title>
          <Text size="sm" fw={600} role="status">
            {verdict}
          </Text>
        </Group>
        {steps.length === 1
          ? steps.map(resultsOf)
          : steps.map((step, index) => (
              <section key={step.eventId} className={classes.step} aria-labelledby={`step-${step.eventId}`}>
                <Title order={3} id={`step-${step.eventId}`} className={classes.stepTitle}>
                  <span className={classes.number}>{step.step}</span>
                  <span>{words.event(step.event)}</span>
                  {step.transaction !== null && (
                    <Text span size="xs" c="dimmed" ff="monospace">
                      {step.transaction}
                    </Text>
                  )}
                </Title>
                {resultsOf(step, index)}
              </section>
            ))}
      </section>
    </Panel>
  )
}
