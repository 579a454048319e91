import { Checkbox, Fieldset, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TestForm } from './test-form.ts'
import { hasClassic } from './test-form.ts'
import classes from './test-form-panel.module.css'

interface SendingOptionsProps {
  readonly value: TestForm
  readonly onChange: (patch: Partial<TestForm>) => void
}

/** Duplicates and wrong order, which receivers must handle, and the classic set of Hotmart's own tool. */
export function SendingOptions({ value, onChange }: SendingOptionsProps) {
  const { t } = useTranslation('tests')
  return (
    <Fieldset legend={t('options.title')} variant="unstyled" className={classes.group}>
      <Stack gap="sm" mt={4}>
        <Checkbox
          label={t('options.duplicate')}
          description={t('options.duplicateText')}
          checked={value.duplicate}
          onChange={({ currentTarget }) => onChange({ duplicate: currentTarget.checked })}
        />
        {value.what === 'story' && (
          <Checkbox
            label={t('options.outOfOrder')}
            description={t('options.outOfOrderText')}
            checked={value.outOfOrder}
            onChange={({ currentTarget }) => onChange({ outOfOrder: currentTarget.checked })}
          />
        )}
        {value.what === 'event' && (
          <Checkbox
            label={t('options.classic')}
            description={hasClassic(value.event) ? t('options.classicText') : t('options.noClassic')}
            disabled={!hasClassic(value.event)}
            checked={value.classic && hasClassic(value.event)}
            onChange={({ currentTarget }) => onChange({ classic: currentTarget.checked })}
          />
        )}
      </Stack>
    </Fieldset>
  )
}
