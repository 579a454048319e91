import { Group, List, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useDeliveryCount } from '../../data/deliveries/count.ts'
import { ButtonLink, TextLink } from '../../ui/navigation/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useFormats } from '../../ui/use-formats.ts'

/** For an affiliate: which data are sent, which are not, and whom to ask. */
export function OwnView() {
  const { t } = useTranslation('affiliates')
  const formats = useFormats()
  const { data } = useDeliveryCount({ test: false })
  return (
    <Panel padded>
      <Stack gap="md">
        <Title order={2}>{t('own.title')}</Title>
        <List spacing="xs">
          <List.Item>{t('own.receives')}</List.Item>
          <List.Item>{t('own.missing')}</List.Item>
          <List.Item>{t('own.slip')}</List.Item>
          <List.Item>{t('own.ask')}</List.Item>
        </List>
        {data && (
          <Text>
            {t('own.posts', { count: data.count, shown: formats.number(data.count) })}{' '}
            <TextLink to="/webhook/history">{t('own.history')}</TextLink>
          </Text>
        )}
        <Group>
          <ButtonLink to="/webhook/configurations">{t('own.configurations')}</ButtonLink>
        </Group>
      </Stack>
    </Panel>
  )
}
