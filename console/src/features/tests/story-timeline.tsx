import { Text } from '@mantine/core'
import type { TestStory } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useWords } from '../../words/use-words.ts'
import { useElapsed } from './elapsed.ts'
import classes from './story-timeline.module.css'

/** What happens in a story, one thing after the other. */
export function StoryTimeline({ story }: { readonly story: TestStory }) {
  const { t } = useTranslation('tests')
  const words = useWords()
  const elapsed = useElapsed()
  return (
    <ol className={classes.timeline} aria-label={t('story.steps')}>
      {story.steps.map(({ event, afterMs }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same event can come several times, and nothing moves.
        <li key={index} className={classes.step}>
          <span className={classes.number} aria-hidden>
            {index + 1}
          </span>
          <span className={classes.words}>
            <Text span size="sm" fw={600}>
              {words.event(event)}
            </Text>
            <Text span size="xs" c="dimmed">
              {afterMs === 0 ? t('story.start') : t('story.after', { time: elapsed(afterMs) })}
            </Text>
          </span>
        </li>
      ))}
    </ol>
  )
}
