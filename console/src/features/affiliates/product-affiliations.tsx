import { Button, Group, Switch, Table, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Affiliation, Product } from '@postback/sdk'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAffiliations } from '../../data/affiliations.ts'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { AddAffiliationDialog } from './add-affiliation-dialog.tsx'
import classes from './product-affiliations.module.css'
import { SharingDialog } from './sharing-dialog.tsx'

/** Who may sell a product, and what of its buyers they may see. */
export function ProductAffiliations({ product }: { readonly product: Product }) {
  const { t } = useTranslation('affiliates')
  const { data, error, refetch } = useAffiliations(product.id)
  const [adding, setAdding] = useState(false)
  const [changing, setChanging] = useState<Affiliation | null>(null)
  const heading = `product-${product.id}`
  return (
    <section aria-labelledby={heading}>
      <Group justify="space-between" gap="sm" mb="sm">
        <Title order={2} id={heading}>
          {product.name}
        </Title>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden />}
          aria-label={t('addTo', { product: product.name })}
          onClick={() => setAdding(true)}
        >
          {t('add')}
        </Button>
      </Group>
      {error && <ErrorState error={error} title={t('failed')} onRetry={refetch} />}
      {!error && (
        <Panel>
          {!data && <Loading rows={2} />}
          {data?.data.length === 0 && (
            <Text size="sm" c="dimmed" p="lg">
              {t('none')}
            </Text>
          )}
          {data && data.data.length > 0 && (
            <AffiliationList label={heading} affiliations={data.data} onChange={setChanging} />
          )}
        </Panel>
      )}
      {adding && <AddAffiliationDialog product={product} onClose={() => setAdding(false)} />}
      {changing && <SharingDialog affiliation={changing} onClose={() => setChanging(null)} />}
    </section>
  )
}

interface AffiliationListProps {
  /** Id of the element that names it. */
  readonly label: string
  readonly affiliations: readonly Affiliation[]
  readonly onChange: (affiliation: Affiliation) => void
}

/** A table where there is room for one, cards where there is not. */
function AffiliationList({ label, affiliations, onChange }: AffiliationListProps) {
  const { t } = useTranslation('affiliates')
  const narrow = useMediaQuery('(max-width: 40em)', undefined, { getInitialValueInEffect: false })
  const sharing = (affiliation: Affiliation) => (
    <Switch
      checked={affiliation.sharesBuyerData}
      onChange={() => onChange(affiliation)}
      label={affiliation.sharesBuyerData ? t('shared') : t('notShared')}
      aria-label={t('sharesOf', { name: affiliation.name })}
    />
  )
  if (narrow) {
    return (
      <ul aria-labelledby={label} className={classes.cards}>
        {affiliations.map((affiliation) => (
          <li key={affiliation.affiliateCode} className={classes.card}>
            <Text fw={600}>{affiliation.name}</Text>
            <Text size="xs" c="dimmed" ff="monospace">
              {affiliation.affiliateCode} · {affiliation.accountId}
            </Text>
            <Text size="sm" mt="xs" mb={4}>
              {t('columns.shares')}
            </Text>
            {sharing(affiliation)}
          </li>
        ))}
      </ul>
    )
  }
  return (
    <Table aria-labelledby={label}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('columns.name')}</Table.Th>
          <Table.Th>{t('columns.code')}</Table.Th>
          <Table.Th>{t('columns.account')}</Table.Th>
          <Table.Th>{t('columns.shares')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {affiliations.map((affiliation) => (
          <Table.Tr key={affiliation.affiliateCode}>
            <Table.Th scope="row">{affiliation.name}</Table.Th>
            <Table.Td ff="monospace">{affiliation.affiliateCode}</Table.Td>
            <Table.Td ff="monospace">{affiliation.accountId}</Table.Td>
            <Table.Td>{sharing(affiliation)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
