import { Button, Table, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Parameter } from '@postback/sdk'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AffiliateMark } from './affiliate-mark.tsx'
import classes from './documentation.module.css'
import { ParameterName } from './parameter-name.tsx'
import { ParameterValues } from './parameter-values.tsx'

interface ParameterTableProps {
  readonly label: string
  readonly parameters: readonly Parameter[]
}

/** The five columns that the help article promises; on small screens a card for each parameter. */
export function ParameterTable(props: ParameterTableProps) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  return narrow ? <ParameterCards {...props} /> : <WideParameterTable {...props} />
}

function WideParameterTable({ label, parameters }: ParameterTableProps) {
  const { t } = useTranslation('documentation')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach areas that scroll.
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <Table
        aria-label={label}
        stickyHeader
        className={classes.table ?? ''}
        verticalSpacing="xs"
        horizontalSpacing="sm"
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.name')}</Table.Th>
            <Table.Th>{t('columns.affiliate')}</Table.Th>
            <Table.Th>{t('columns.description')}</Table.Th>
            <Table.Th>{t('columns.format')}</Table.Th>
            <Table.Th>{t('columns.size')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parameters.map((parameter) => (
            <Table.Tr key={`${parameter.in} ${parameter.name}`}>
              <Table.Th scope="row">
                <ParameterName name={parameter.name} />
                <Presence parameter={parameter} />
              </Table.Th>
              <Table.Td>
                <AffiliateMark rule={parameter.affiliate} />
              </Table.Td>
              <Table.Td>
                {parameter.description}
                <Example parameter={parameter} />
              </Table.Td>
              <Table.Td>
                {parameter.format}
                {parameter.enum && <ParameterValues values={parameter.enum} />}
              </Table.Td>
              <Table.Td>
                <Size text={parameter.size} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

const firstCards = 12

function ParameterCards({ label, parameters }: ParameterTableProps) {
  const { t } = useTranslation('documentation')
  const [all, setAll] = useState(false)
  const shown = all ? parameters : parameters.slice(0, firstCards)
  return (
    <>
      <ul className={classes.cards} aria-label={label}>
        {shown.map((parameter) => (
          <li key={`${parameter.in} ${parameter.name}`} className={classes.card}>
            <ParameterName name={parameter.name} />
            <Presence parameter={parameter} />
            <Text size="sm" my="xs">
              {parameter.description}
            </Text>
            <dl className={classes.definitions}>
              <dt>{t('columns.affiliate')}</dt>
              <dd>
                <AffiliateMark rule={parameter.affiliate} />
              </dd>
              <dt>{t('columns.format')}</dt>
              <dd>
                {parameter.format}
                {parameter.enum && <ParameterValues values={parameter.enum} />}
              </dd>
              <dt>{t('columns.size')}</dt>
              <dd>
                <Size text={parameter.size} />
              </dd>
            </dl>
            <Example parameter={parameter} />
          </li>
        ))}
      </ul>
      {shown.length < parameters.length && (
        <Button variant="default" fullWidth mt="sm" onClick={() => setAll(true)}>
          {t('parameters.showAll', { count: parameters.length })}
        </Button>
      )}
    </>
  )
}

function Presence({ parameter: { presence, since } }: { readonly parameter: Parameter }) {
  const { t } = useTranslation('documentation')
  return (
    <span className={classes.presence}>
      {t('parameters.presence', { presence })}
      {since !== null && <span>{t('parameters.since', { since })}</span>}
    </span>
  )
}

/** Of a single value; objects and lists are seen in the example of the whole. */
function Example({ parameter: { example } }: { readonly parameter: Parameter }) {
  const { t } = useTranslation('documentation')
  if (example === null || typeof example === 'object' || example === '') return null
  return (
    <span className={classes.example}>
      {t('parameters.example')} <code>{String(example)}</code>
    </span>
  )
}

/** Long figures break where they are grouped: after a comma, or a point in Portuguese. */
function Size({ text }: { readonly text: string }) {
  return text.split(/(?<=\d[.,])(?=\d)/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a place in the text.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
