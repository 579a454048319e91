import { List, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/navigation/links.tsx'
import { Panel } from '../../ui/panel.tsx'

/** The first questions of readers, in the order in which they come up. */
export function Topics() {
  const { t } = useTranslation('help')
  return (
    <>
      <Topic title={t('what.title')}>
        <Text>{t('what.text')}</Text>
      </Topic>
      <Topic title={t('setUp.title')} link={<TextLink to="/webhook/configurations/new">{t('setUp.link')}</TextLink>}>
        <List type="ordered" spacing={6}>
          {t('setUp.steps', { returnObjects: true }).map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
      </Topic>
      <Topic title={t('test.title')} link={<TextLink to="/webhook/tests">{t('test.link')}</TextLink>}>
        <Text>{t('test.text')}</Text>
      </Topic>
      <Topic title={t('watch.title')} link={<TextLink to="/webhook/history">{t('watch.link')}</TextLink>}>
        <Text>{t('watch.text')}</Text>
      </Topic>
      <Topic title={t('fails.title')}>
        <Text>{t('fails.text')}</Text>
        <Text>{t('fails.disabled')}</Text>
      </Topic>
      <Topic title={t('programmer.title')} link={<TextLink to="/documentation">{t('programmer.link')}</TextLink>}>
        <Text>{t('programmer.text')}</Text>
      </Topic>
      <Topic title={t('affiliates.title')} link={<TextLink to="/webhook/affiliates">{t('affiliates.link')}</TextLink>}>
        <Text>{t('affiliates.text')}</Text>
      </Topic>
      <Topic title={t('before.title')} link={<TextLink to="/webhook/sent-posts">{t('before.link')}</TextLink>}>
        <Text>{t('before.text')}</Text>
      </Topic>
    </>
  )
}

interface TopicProps {
  readonly title: string
  readonly children: ReactNode
  readonly link?: ReactNode
}

export function Topic({ title, children, link }: TopicProps) {
  return (
    <Panel padded>
      <Stack gap="sm" component="section">
        <Title order={2}>{title}</Title>
        {children}
        {link && <div>{link}</div>}
      </Stack>
    </Panel>
  )
}
