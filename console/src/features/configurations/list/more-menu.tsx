import { ActionIcon, Menu } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { IconCopy, IconDots, IconFlask, IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { MenuLink } from '../../../ui/navigation/links.tsx'

/** What is done less often than the three actions beside it. */
export function MoreMenu({ configuration: { id, name } }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('configurations')
  return (
    <Menu position="bottom-end" width={200} shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={t('actions.moreOf', { name })}
          title={t('columns.more')}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuLink
          to="/webhook/configurations/$id"
          params={{ id }}
          hash="test"
          leftSection={<IconFlask size={18} aria-hidden />}
        >
          {t('actions.test')}
        </MenuLink>
        <MenuLink
          to="/webhook/history"
          search={{ configuration: id }}
          leftSection={<IconHistory size={18} aria-hidden />}
        >
          {t('actions.history')}
        </MenuLink>
        <MenuLink
          to="/webhook/configurations/new"
          search={{ from: id }}
          leftSection={<IconCopy size={18} aria-hidden />}
        >
          {t('actions.duplicate')}
        </MenuLink>
      </Menu.Dropdown>
    </Menu>
  )
}
