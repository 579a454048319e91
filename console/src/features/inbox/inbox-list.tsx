import { Accordion, Group, Stack, Text, Title } from '@mantine/core'
import type { Delivery } from '@postback/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInboxPost } from '../../data/deliveries/inbox.ts'
import { HeaderList } from '../../ui/code/header-list.tsx'
import { JsonView } from '../../ui/code/json-view.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useWords } from '../../words/use-words.ts'
import classes from './inbox-list.module.css'

interface InboxListProps {
  readonly posts: readonly Delivery[]
  /** The one that was sent just now: it is open. */
  readonly latest: string | undefined
}

/** What a receiver gets to see: each post with its headers and its body. */
export function InboxList({ posts, latest }: InboxListProps) {
  const words = useWords()
  const [open, setOpen] = useState<readonly string[]>([])
  const [seen, setSeen] = useState<string | undefined>()
  if (latest !== seen) {
    setSeen(latest)
    if (latest !== undefined) setOpen([latest])
  }
  return (
    <Accordion
      multiple
      keepMounted={false}
      value={[...open]}
      onChange={setOpen}
      order={3}
      classNames={{ item: classes.item ?? '' }}
    >
      {posts.map((post) => (
        <Accordion.Item key={post.id} value={post.id}>
          <Accordion.Control>
            <Group gap="xs" justify="space-between">
              <span>
                <Text span fw={600} size="sm">
                  {words.event(post.event)}
                </Text>{' '}
                <Text span size="xs" c="dimmed" ff="monospace">
                  {post.transaction}
                </Text>
              </span>
              <Text span size="sm" c="dimmed" className={classes.time}>
                <RelativeTime at={post.createdAt} plain />
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Arrival id={post.id} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

function Arrival({ id }: { readonly id: string }) {
  const { t } = useTranslation('tests')
  const { data, error, refetch } = useInboxPost(id)
  if (error) return <ErrorState error={error} title={t('inbox.failed')} onRetry={refetch} />
  if (!data) return <Loading rows={4} />
  return (
    <Stack gap="lg">
      {data.request && (
        <section>
          <Title order={4} size="sm" mb="xs">
            {t('inbox.headers')}
          </Title>
          <HeaderList
            label={t('inbox.headers')}
            headers={Object.entries(data.request.headers).map(([name, value]) => ({ name, value }))}
          />
          <Text size="xs" c="dimmed" mt="xs">
            {t('inbox.masked')}
          </Text>
        </section>
      )}
      <section>
        <Title order={4} size="sm" mb="xs">
          {t('inbox.body')}
        </Title>
        <JsonView label={t('inbox.body')} text={data.payload ?? ''} />
      </section>
    </Stack>
  )
}
