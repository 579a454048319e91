import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconCompass, IconTools } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import classes from './header.module.css'

export function BrowseMenu() {
  const { t } = useTranslation('shell')
  return (
    <Menu position="bottom-start" width={220} shadow="md">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          px="sm"
          leftSection={<IconCompass size={18} className={classes.compass} aria-hidden />}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {t('menu.browse')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/tools" leftSection={<IconTools size={18} aria-hidden />}>
          {t('menu.tools')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
