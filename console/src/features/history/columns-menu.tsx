import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Column, columns } from './columns.ts'

interface ColumnsMenuProps {
  readonly shown: readonly Column[]
  readonly onChange: (shown: readonly string[]) => void
}

export function ColumnsMenu({ shown, onChange }: ColumnsMenuProps) {
  const { t } = useTranslation('bench')
  const name = useColumnName()
  return (
    <Popover position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Tooltip label={t('columns.button')}>
          <ActionIcon variant="default" size={32} aria-label={t('columns.button')}>
            <IconColumns3 size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('columns.title')}>
        <Checkbox.Group label={t('columns.title')} value={[...shown]} onChange={onChange}>
          <Stack gap={8} mt="xs">
            {columns.map((column) => (
              <Checkbox key={column} value={column} label={name(column)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  )
}

export function useColumnName(): (column: Column) => string {
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
  return (column) => (column === 'reason' ? tBench('columns.reason') : t(`columns.${column}`))
}
