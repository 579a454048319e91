import { Button, Group, Table, Text, Title } from '@mantine/core'
import { IconChartBar, IconTable } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './chart-panel.module.css'

export interface ChartTable {
  /** The first names the row. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

interface ChartPanelProps {
  /** What is measured: "Response time". */
  readonly name: string
  /** What it says: a sentence. */
  readonly title: string
  readonly note?: string
  readonly table: ChartTable
  readonly children: ReactNode
}

/** A chart with a sentence that says what it shows, and a table with the numbers. */
export function ChartPanel({ name, title, note, table, children }: ChartPanelProps) {
  const { t } = useTranslation('attention')
  const heading = useId()
  const [asTable, setAsTable] = useState(false)
  return (
    <section className={classes.panel} aria-labelledby={heading}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes.title}>
          <Text size="xs" fw={600} c="dimmed">
            {name}
          </Text>
          <Title order={3} id={heading}>
            {title}
          </Title>
        </div>
        <Button
          className={classes.switch}
          variant="default"
          size="xs"
          aria-pressed={asTable}
          aria-label={t(asTable ? 'charts.asChartOf' : 'charts.asTableOf', { name })}
          leftSection={asTable ? <IconChartBar size={16} aria-hidden /> : <IconTable size={16} aria-hidden />}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? t('charts.asChart') : t('charts.asTable')}
        </Button>
      </Group>
      {asTable ? <DataTable name={name} table={table} /> : children}
      {note && (
        <Text size="xs" c="dimmed" mt="xs">
          {note}
        </Text>
      )}
    </section>
  )
}

function DataTable({ name, table: { columns, rows } }: { readonly name: string; readonly table: ChartTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach areas that scroll.
    <section className={classes.table} tabIndex={0} aria-label={name}>
      <Table stickyHeader verticalSpacing="xs" captionSide="top">
        <Table.Caption className={classes.caption ?? ''}>{name}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column, index) => (
              <Table.Th key={column} scope="col" ta={index === 0 ? 'start' : 'end'}>
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([first, ...rest]) => (
            <Table.Tr key={first}>
              <Table.Th scope="row" fw={500}>
                {first}
              </Table.Th>
              {rest.map((value, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the column.
                <Table.Td key={index} ta="end" className={classes.number}>
                  {value}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
