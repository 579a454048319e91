import { Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RecentFigures } from '../../../data/stats.ts'
import { Sparkline } from '../../../ui/sparkline.tsx'
import { useFormats } from '../../../ui/use-formats.ts'

interface RecentSparklineProps {
  /** undefined: none, or not known. */
  readonly figures: RecentFigures | undefined
  readonly state: 'loading' | 'known' | 'failed'
}

/** The last 24 hours, with the share that was delivered. */
export function RecentSparkline({ figures, state }: RecentSparklineProps) {
  const { t } = useTranslation('configurations')
  const formats = useFormats()
  if (!figures || figures.attempts === 0) {
    const text = { known: t('figures.none'), failed: t('figures.failed'), loading: '…' }[state]
    return (
      <Text size="xs" c="dimmed">
        {text}
      </Text>
    )
  }
  const percent = formats.percent(figures.delivered / figures.attempts)
  const attempts = t('figures.attempts', { count: figures.attempts })
  return (
    <Group gap="xs" wrap="nowrap">
      <Sparkline points={figures.points} label={t('figures.label', { percent, attempts })} width={60} />
      <Stack gap={0}>
        <Text size="sm" fw={600} lh={1.25}>
          {percent}
        </Text>
        <Text size="xs" c="dimmed" lh={1.25} style={{ whiteSpace: 'nowrap' }}>
          {attempts}
        </Text>
      </Stack>
    </Group>
  )
}
