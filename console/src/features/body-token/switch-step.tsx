import { Stack, Switch } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useChangeConfiguration } from '../../data/configurations.ts'
import { ErrorState } from '../../ui/states/error-state.tsx'

interface SwitchStepProps {
  readonly configuration: Configuration
  readonly onSwitch: () => void
}

/** The switch of the configuration, beside the advice that the token may be missing in the body. */
export function SwitchStep({ configuration, onSwitch }: SwitchStepProps) {
  const { t } = useTranslation('body-token')
  const change = useChangeConfiguration(configuration.id)
  return (
    <Stack gap="xs" align="flex-start">
      <span>{t('switch.text')}</span>
      <Switch
        label={t('switch.label')}
        description={t('switch.of', { name: configuration.name })}
        checked={(change.isPending ? change.variables?.hottokInBody : undefined) ?? configuration.hottokInBody}
        disabled={change.isBusy}
        onChange={({ currentTarget }) => {
          onSwitch()
          change.press({ hottokInBody: currentTarget.checked })
        }}
      />
      {change.error && <ErrorState error={change.error} title={t('switch.failed')} />}
    </Stack>
  )
}
