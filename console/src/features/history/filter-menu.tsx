import { Button, Group, MultiSelect, Popover, Select, Stack, TextInput } from '@mantine/core'
import { type EventName, eventNames } from '@postback/sdk'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { UrlFilters } from '../../ui/navigation/use-url-filters.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './filters.module.css'
import { type HistoryFilters, type Period, periods } from './filters.ts'
import type { Choices } from './use-chips.ts'

const codes = [200, 201, 204, 301, 302, 400, 401, 403, 404, 405, 408, 410, 413, 415, 419, 422, 429, 500, 502, 503, 504]

/** Options shown at once, of perhaps thousands: the reader finds the others by name. */
const optionsMax = 200

interface FilterMenuProps extends Choices {
  readonly filters: UrlFilters<HistoryFilters>
}

/** Sets what has no chip of its own yet. */
export function FilterMenu({ filters: { values, set }, configurations, products }: FilterMenuProps) {
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
  const { t: tWords } = useTranslation('words')
  const words = useWords()
  const inside = { withinPortal: false }
  const clear = {
    clearable: true,
    clearButtonProps: { 'aria-label': t('filters.clearOne'), tabIndex: 0, 'aria-hidden': false },
  } as const
  return (
    <Popover position="bottom-start" width={320} trapFocus shadow="md">
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.add ?? ''}
          leftSection={<IconPlus size={14} aria-hidden />}
        >
          {tBench('chips.add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filters.label')}>
        <Stack gap="xs">
          <Select
            label={t('filters.period')}
            data={[
              { value: '', label: t('filters.anyTime') },
              ...periods.map((value) => ({ value, label: t(`filters.periods.${value}`) })),
            ]}
            value={values.period ?? ''}
            onChange={(value) =>
              set({ period: (value || null) as Period | null, ...(value !== 'days' && { from: '', to: '' }) })
            }
            allowDeselect={false}
            comboboxProps={inside}
          />
          {values.period === 'days' && (
            <Group gap="xs" grow>
              <TextInput
                type="date"
                label={t('filters.from')}
                value={values.from}
                {...(values.to && { max: values.to })}
                onChange={({ currentTarget }) => set({ from: currentTarget.value }, { replace: true })}
              />
              <TextInput
                type="date"
                label={t('filters.to')}
                value={values.to}
                {...(values.from && { min: values.from })}
                onChange={({ currentTarget }) => set({ to: currentTarget.value }, { replace: true })}
              />
            </Group>
          )}
          <MultiSelect
            label={t('filters.event')}
            placeholder={values.event.length === 0 ? t('filters.any') : undefined}
            data={eventNames.map((name) => ({ value: name, label: words.event(name) }))}
            value={[...values.event]}
            onChange={(chosen) => set({ event: chosen as EventName[] })}
            searchable
            hidePickedOptions
            comboboxProps={inside}
            {...clear}
          />
          <Select
            label={t('filters.configuration')}
            placeholder={t('filters.any')}
            data={configurations.map(({ id, name }) => ({ value: id, label: name }))}
            limit={optionsMax}
            value={values.configuration || null}
            onChange={(value) => set({ configuration: value ?? '' })}
            searchable
            comboboxProps={inside}
            {...clear}
          />
          <Select
            label={t('filters.product')}
            placeholder={t('filters.any')}
            data={withCurrent(
              products.map(({ id, name }) => ({ value: String(id), label: name })),
              values.product,
              (id) => t('product', { id }),
            )}
            limit={optionsMax}
            value={values.product === null ? null : String(values.product)}
            onChange={(value) => set({ product: value === null ? null : Number(value) })}
            searchable
            comboboxProps={inside}
            {...clear}
          />
          <Select
            label={t('filters.status')}
            placeholder={t('filters.any')}
            data={withCurrent(
              [
                { value: 'none', label: `– · ${tWords('codes.none')}` },
                { value: '-1', label: `-1 · ${tWords('codes.-1')}` },
                ...codes.map((code) => ({ value: String(code), label: String(code) })),
              ],
              values.status,
              String,
            )}
            value={values.status === null ? null : String(values.status)}
            onChange={(chosen) => set({ status: chosen === null || chosen === 'none' ? chosen : Number(chosen) })}
            searchable
            comboboxProps={inside}
            {...clear}
          />
          {/* Tests alone are among the chips. */}
          <Select
            label={t('filters.tests')}
            data={[
              { value: '', label: t('filters.testsToo') },
              { value: 'false', label: t('filters.testsNot') },
            ]}
            value={values.test === false ? 'false' : ''}
            onChange={(value) => set({ test: value ? false : null })}
            allowDeselect={false}
            comboboxProps={inside}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The address may name what is not offered here. */
function withCurrent(
  data: readonly { value: string; label: string }[],
  current: string | number | null,
  label: (value: string) => string,
): { value: string; label: string }[] {
  const value = current === null ? null : String(current)
  const known = value === null || data.some((item) => item.value === value)
  return known ? [...data] : [...data, { value, label: label(value) }]
}
