import { Button, Group } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../../../ui/navigation/links.tsx'
import { DisableDialog } from '../dialogs/disable-dialog.tsx'
import { EnableDialog } from '../dialogs/enable-dialog.tsx'
import { RemoveDialog } from '../dialogs/remove-dialog.tsx'
import classes from './configuration-actions.module.css'

const look = {
  variant: 'default',
  size: 'compact-sm',
  classNames: { root: classes.button ?? '', section: classes.icon ?? '' },
} as const

interface ConfigurationActionsProps {
  readonly configuration: Configuration
  readonly onRemoved?: () => unknown
}

/** The three buttons of the help article, in every row. */
export function ConfigurationActions({ configuration, onRemoved }: ConfigurationActionsProps) {
  const { t } = useTranslation('configurations')
  const [asking, setAsking] = useState<'enable' | 'disable' | 'remove' | null>(null)
  // A list of fifty would have a hundred and fifty dialogs, most of them never opened.
  const [asked, setAsked] = useState(false)
  const { id, name, state } = configuration
  const close = () => setAsking(null)
  const ask = (what: NonNullable<typeof asking>) => {
    setAsked(true)
    setAsking(what)
  }
  return (
    <>
      <Group gap={6} className={classes.actions ?? ''}>
        <ButtonLink
          {...look}
          to="/webhook/configurations/$id/edit"
          params={{ id }}
          aria-label={t('actions.editOf', { name })}
          leftSection={<IconPencil size={16} aria-hidden />}
        >
          {t('actions.edit')}
        </ButtonLink>
        {state === 'disabled' ? (
          <Button
            {...look}
            aria-label={t('actions.enableOf', { name })}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => ask('enable')}
          >
            {t('actions.enable')}
          </Button>
        ) : (
          <Button
            {...look}
            aria-label={t('actions.disableOf', { name })}
            leftSection={<IconPlayerPause size={16} aria-hidden />}
            onClick={() => ask('disable')}
          >
            {t('actions.disable')}
          </Button>
        )}
        <Button
          {...look}
          aria-label={t('actions.removeOf', { name })}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => ask('remove')}
        >
          {t('actions.remove')}
        </Button>
      </Group>
      {asked && (
        <>
          <EnableDialog configuration={configuration} opened={asking === 'enable'} onClose={close} />
          <DisableDialog configuration={configuration} opened={asking === 'disable'} onClose={close} />
          <RemoveDialog
            configuration={configuration}
            opened={asking === 'remove'}
            onClose={close}
            onRemoved={onRemoved}
          />
        </>
      )}
    </>
  )
}
