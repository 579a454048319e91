import { SimpleGrid, Text, ThemeIcon } from '@mantine/core'
import { IconKey, IconPlugConnected, IconWebhook } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageTitle } from '../ui/page-title.tsx'
import classes from './tools-page.module.css'

const tools = [
  { name: 'webhook', to: '/webhook/configurations', icon: IconWebhook },
  { name: 'hotconnect', to: '/hotconnect', icon: IconKey },
  { name: 'integrations', to: '/integrations', icon: IconPlugConnected },
] as const

export function ToolsPage() {
  const { t } = useTranslation('shell')
  return (
    <>
      <PageTitle title={t('tools.title')} description={t('tools.description')} />
      <SimpleGrid component="ul" cols={{ base: 1, sm: 2, md: 3 }} spacing="lg" className={classes.tools}>
        {tools.map(({ name, to, icon: Icon }) => (
          <li key={name} className={classes.tool}>
            <ThemeIcon variant="light" size={44} radius="md" aria-hidden>
              <Icon size={24} />
            </ThemeIcon>
            <Link to={to} className={classes.link}>
              {t(`tools.${name}`)}
            </Link>
            <Text size="sm" c="dimmed">
              {t(`tools.${name}Text`)}
            </Text>
          </li>
        ))}
      </SimpleGrid>
    </>
  )
}
