import { List } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Guide } from './guide.tsx'

const steps = ['install', 'credential', 'choose', 'activate'] as const

/** The same for those whose workflows run in n8n. */
export function N8nGuide() {
  const { t } = useTranslation('integrations')
  return (
    <Guide title={t('n8n.title')} text={t('n8n.text')}>
      <List type="ordered" spacing="sm" maw="70ch">
        {steps.map((step) => (
          <List.Item key={step}>{t(`n8n.steps.${step}`)}</List.Item>
        ))}
      </List>
    </Guide>
  )
}
