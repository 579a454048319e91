import { Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconMoon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { OverviewRange } from './overview-range.ts'
import classes from './overview-sentence.module.css'

interface OverviewSentenceProps {
  readonly range: OverviewRange
  readonly delivered: number
  readonly attempts: number
  /** Configurations with a problem. */
  readonly problems: number
  /** Posts that have used up their attempts. */
  readonly failed: number
  readonly held: number
}

const looks = {
  good: { tone: 'good', icon: IconCircleCheck },
  quiet: { tone: 'calm', icon: IconMoon },
  trouble: { tone: 'warn', icon: IconAlertTriangle },
} as const

/** The overall state in a sentence, above the figures. */
export function OverviewSentence({ range, delivered, attempts, problems, failed, held }: OverviewSentenceProps) {
  const { t } = useTranslation('overview')
  const mood = problems > 0 || failed > 0 ? 'trouble' : attempts === 0 ? 'quiet' : 'good'
  const { tone, icon: Icon } = looks[mood]
  const when = t(`ranges.${range}.in`)
  const said = {
    good: [t('sentence.well', { count: delivered, when })],
    quiet: [t('sentence.quiet', { when })],
    trouble: [
      problems > 0 && t('sentence.problems', { count: problems }),
      failed > 0 && t('sentence.failed', { count: failed }),
      held > 0 && t('sentence.held', { count: held }),
      delivered > 0 && t('sentence.delivered', { count: delivered, when }),
    ],
  }[mood]
  return (
    <div className={classes.sentence} data-tone={tone} role="status">
      <Icon size={28} aria-hidden />
      <Title order={2}>{said.filter(Boolean).join(' ')}</Title>
    </div>
  )
}
