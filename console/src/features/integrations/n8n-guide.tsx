import { List, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../ui/panel.tsx'

const steps = ['install', 'credential', 'choose', 'activate'] as const

/** The same for those whose workflows run in n8n. */
export function N8nGuide() {
  const { t } = useTranslation('integrations')
  return (
    <Panel padded>
      <Stack gap="lg">
        <div>
          <Title order={2} size="h3">
            {t('n8n.title')}
          </Title>
          <Text mt="xs" maw="65ch">
            {t('n8n.text')}
          </Text>
        </div>
        <List type="ordered" spacing="sm" maw="70ch">
          {steps.map((step) => (
            <List.Item key={step}>{t(`n8n.steps.${step}`)}</List.Item>
          ))}
        </List>
      </Stack>
    </Panel>
  )
}
