import { type MantineColorScheme, SegmentedControl, Stack, Switch, Text, useMantineColorScheme } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseContrast, useContrast } from '../ui/appearance.ts'

export function ThemeSelect() {
  const { t } = useTranslation('shell')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const contrast = useContrast()
  const label = useId()
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600} id={label}>
        {t('account.theme')}
      </Text>
      <SegmentedControl<MantineColorScheme>
        aria-labelledby={label}
        size="xs"
        fullWidth
        value={colorScheme}
        onChange={setColorScheme}
        data={[
          { value: 'auto', label: t('account.themeAuto') },
          { value: 'light', label: t('account.themeLight') },
          { value: 'dark', label: t('account.themeDark') },
        ]}
      />
      <Switch
        mt="xs"
        size="sm"
        label={t('account.highContrast')}
        checked={contrast === 'more'}
        onChange={({ currentTarget }) => chooseContrast(currentTarget.checked ? 'more' : 'usual')}
      />
    </Stack>
  )
}
