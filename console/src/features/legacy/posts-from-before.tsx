import { Stack, Text } from '@mantine/core'
import { IconHourglass, IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { TextLink } from '../../ui/links.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'

interface PostsFromBeforeProps {
  readonly state: 'sent' | 'pending'
}

/** Posts that the platform's earlier postback tool made: what they are, and why there are none here yet. */
export function PostsFromBefore({ state }: PostsFromBeforeProps) {
  const { t } = useTranslation('legacy')
  return (
    <>
      <PageTitle title={t(`${state}.title`)} description={t(`${state}.description`)} />
      <Panel>
        <EmptyState
          icon={state === 'sent' ? <IconSend size={30} /> : <IconHourglass size={30} />}
          title={t(`${state}.empty`)}
          action={<TextLink to="/webhook/history">{t('history')}</TextLink>}
        >
          <Stack gap="xs" component="span">
            <Text span>{t('operator')}</Text>
            <Text span>{t('newer')}</Text>
          </Stack>
        </EmptyState>
      </Panel>
    </>
  )
}
