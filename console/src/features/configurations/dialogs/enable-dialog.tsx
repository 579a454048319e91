import { Badge, Group, Radio, Stack, Text } from '@mantine/core'
import { type Configuration, isApiError, type ReleaseMode } from '@postback/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEnableConfiguration } from '../../../data/configurations.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { TextLink } from '../../../ui/navigation/links.tsx'
import { notifyDone } from '../../../ui/notify.ts'
import { hostOf } from '../../../words/explain-failure.ts'
import classes from '../form/choice.module.css'
import { ProblemNote } from '../notes/problem-note.tsx'

interface DialogProps {
  readonly configuration: Configuration
  readonly opened: boolean
  readonly onClose: () => void
}

const ways = [
  { mode: 'latest', recommended: true },
  { mode: 'all', recommended: false },
  { mode: 'discard', recommended: false },
] as const

/** Asks what to do with held posts. Without held posts there is nothing to choose. */
export function EnableDialog({ configuration, opened, onClose }: DialogProps) {
  const { t } = useTranslation('configurations')
  const { id, name, url, held } = configuration
  const enable = useEnableConfiguration(id)
  const [chosen, setChosen] = useState<ReleaseMode>('latest')
  const mode: ReleaseMode = held > 0 ? chosen : 'all'
  const close = () => {
    enable.reset()
    onClose()
  }
  const confirm = () =>
    enable.press(mode, {
      onSuccess: () => {
        notifyDone(t('enable.done', { name }))
        close()
      },
    })
  const confirmLabels = {
    all: t('enable.confirmAll'),
    latest: t('enable.confirmLatest'),
    discard: t('enable.confirmDiscard'),
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t('enable.title', { name })}
      {...(held > 0 && { count: held })}
      {...(held > 0 && mode !== 'discard' && { hosts: [hostOf(url) ?? url] })}
      confirmLabel={held > 0 ? confirmLabels[mode] : t('enable.confirm')}
      act={enable}
      onConfirm={confirm}
      onClose={close}
    >
      <Stack gap="md">
        {held === 0 ? (
          <Text size="sm">{t('enable.nothingHeld', { host: hostOf(url) ?? url })}</Text>
        ) : (
          <Radio.Group
            label={t('enable.question')}
            value={chosen}
            onChange={(value) => setChosen(ways.find((way) => way.mode === value)?.mode ?? 'latest')}
          >
            <Stack gap="xs" mt="xs">
              {ways.map((way) => (
                <Radio
                  key={way.mode}
                  value={way.mode}
                  classNames={{ root: classes.choice ?? '', body: classes.body ?? '' }}
                  label={
                    <Group gap="xs" component="span">
                      {t(`enable.${way.mode}`)}
                      {way.recommended && (
                        <Badge component="span" size="sm" variant="light" tt="none" c="var(--mantine-color-anchor)">
                          {t('enable.recommended')}
                        </Badge>
                      )}
                    </Group>
                  }
                  description={t(`enable.${way.mode}Text`)}
                />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {enable.isError && (
          <ProblemNote error={enable.error}>
            {isApiError(enable.error, 'address_faulty') && (
              <TextLink to="/webhook/configurations/$id/edit" params={{ id }} fz="sm">
                {t('problems.correct')}
              </TextLink>
            )}
          </ProblemNote>
        )}
      </Stack>
    </ConfirmDialog>
  )
}
