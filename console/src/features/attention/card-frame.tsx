import { Group, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconClockPause, IconHandStop, IconPlayerPause } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { Panel } from '../../ui/panel.tsx'
import { hostOf } from '../../words/explain-failure.ts'
import classes from './attention.module.css'

const looks = {
  failed: { tone: 'bad', icon: IconAlertTriangle },
  disabled: { tone: 'bad', icon: IconPlayerPause },
  failing: { tone: 'warn', icon: IconAlertTriangle },
  slowed: { tone: 'info', icon: IconClockPause },
  held: { tone: 'warn', icon: IconHandStop },
} as const

interface CardFrameProps {
  readonly kind: keyof typeof looks
  readonly name: string
  readonly url: string
  /** What is wrong, after the name. */
  readonly sentence: ReactNode
  /** Since when, until when. */
  readonly facts?: ReactNode
  readonly children: ReactNode
}

/** One cause: whose it is, what is wrong, and what to do. */
export function CardFrame({ kind, name, url, sentence, facts, children }: CardFrameProps) {
  const heading = useId()
  const { tone, icon: Icon } = looks[kind]
  return (
    <section aria-labelledby={heading} className={classes.card} data-tone={tone}>
      <Panel padded>
        <div className={classes.head}>
          <Icon size={24} aria-hidden className={classes.icon} />
          <div className={classes.headText}>
            <Title order={2} size="h3" id={heading} className={classes.title}>
              <bdi>{name}</bdi>: {sentence}
            </Title>
            <Group gap="xs">
              <Text size="sm" c="dimmed">
                <bdi>{hostOf(url) ?? url}</bdi>
              </Text>
              {facts}
            </Group>
          </div>
        </div>
        <div className={classes.body}>{children}</div>
      </Panel>
    </section>
  )
}
