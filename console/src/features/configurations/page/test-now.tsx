import { Group, NativeSelect, Text, Title } from '@mantine/core'
import type { Configuration, SentTest } from '@postback/sdk'
import { IconSend } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSendTest } from '../../../data/tests.ts'
import { ActButton } from '../../../ui/acts/act-button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { ErrorState } from '../../../ui/states/error-state.tsx'
import { useWords } from '../../../words/use-words.ts'
import classes from './page.module.css'

interface TestNowProps {
  readonly configuration: Configuration
  /** Its posts with their answers, as they arrive. */
  readonly results: (sent: SentTest, title: string) => ReactNode
}

/** A test to this configuration alone, of one of its events, with the answer beneath. */
export function TestNow({ configuration, results }: TestNowProps) {
  const { t } = useTranslation('configurations')
  const words = useWords()
  const { id, events, state } = configuration
  const [chosen, setChosen] = useState(events[0])
  const [sent, setSent] = useState<{ readonly test: SentTest; readonly title: string } | null>(null)
  const send = useSendTest()
  const event = chosen && events.includes(chosen) ? chosen : events[0]
  if (event === undefined) return null
  const press = () =>
    send.press({ event, configurationIds: [id] }, { onSuccess: (test) => setSent({ test, title: words.event(event) }) })
  return (
    <section aria-labelledby="test" className={classes.test}>
      <Panel padded>
        <Title order={2} size="h3" id="test">
          {t('page.test.title')}
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          {t('page.test.text')} {state === 'disabled' && t('page.test.disabled')}
        </Text>
        <Group gap="sm" align="flex-end">
          <NativeSelect
            label={t('page.test.event')}
            value={event}
            data={events.map((name) => ({ value: name, label: words.event(name) }))}
            onChange={({ currentTarget }) => setChosen(events.find((name) => name === currentTarget.value))}
          />
          <ActButton act={send} onPress={press} leftSection={<IconSend size={18} aria-hidden />}>
            {t('page.test.send')}
          </ActButton>
        </Group>
        {send.error && <ErrorState error={send.error} title={t('page.test.failed')} />}
      </Panel>
      {sent && results(sent.test, sent.title)}
    </section>
  )
}
