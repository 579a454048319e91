import { Anchor, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useConsoleInfo } from '../data/console-info.ts'
import { Codes } from '../features/help/codes.tsx'
import { Glossary } from '../features/help/glossary.tsx'
import { Topic, Topics } from '../features/help/topics.tsx'
import { PageTitle } from '../ui/page-title.tsx'

/** In plain words, for people who do not program. */
export function HelpPage() {
  const { t } = useTranslation('help')
  const supportUrl = useConsoleInfo()?.supportUrl
  return (
    <Stack gap="lg" maw="52rem" mx="auto">
      <PageTitle title={t('title')} description={t('description')} />
      <Topics />
      <Codes />
      <Glossary />
      {supportUrl && (
        <Topic title={t('more.title')}>
          <Text>
            {t('more.text')}{' '}
            <Anchor href={supportUrl} target="_blank" rel="noreferrer">
              {t('more.link')}
            </Anchor>
          </Text>
        </Topic>
      )}
    </Stack>
  )
}
