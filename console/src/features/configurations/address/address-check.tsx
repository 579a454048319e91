import { Group, Stack, Text } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCheckAddress } from '../../../data/configurations.ts'
import { ActButton } from '../../../ui/acts/act-button.tsx'
import { ProblemNote } from '../notes/problem-note.tsx'
import { AddressCheckResult } from './address-check-result.tsx'

interface AddressCheckProps {
  readonly id: string
  /** The typed address is not the saved one. */
  readonly changed: boolean
}

/** Checks the saved address, any number of times. */
export function AddressCheck({ id, changed }: AddressCheckProps) {
  const { t } = useTranslation('configurations')
  const check = useCheckAddress(id)
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <ActButton
          variant="default"
          size="xs"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          disabled={changed}
          act={check}
          aria-describedby="check-hint"
          onPress={() => check.press()}
        >
          {t('check.button')}
        </ActButton>
        <Text id="check-hint" size="xs" c="dimmed">
          {changed ? t('check.unsaved') : t('check.savedAddress')}
        </Text>
      </Group>
      <div aria-live="polite">
        {check.isError && !changed && <ProblemNote error={check.error} />}
        {check.data && !check.isPending && !changed && (
          <Stack gap="xs">
            <Text size="sm" fw={600}>
              {t(`check.verdicts.${check.data.verdict}`)}
            </Text>
            <AddressCheckResult check={check.data} />
          </Stack>
        )}
      </div>
    </Stack>
  )
}
