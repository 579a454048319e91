import { Button, Group, Switch, Table, Text, Title } from '@mantine/core'
import type { Affiliation, Product } from '@postback/sdk'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../ui/error-state.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Panel } from '../../ui/panel.tsx'
import { AddAffiliationDialog } from './add-affiliation-dialog.tsx'
import { useAffiliations } from './list-affiliations.ts'
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
            <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
              <Table aria-labelledby={heading}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('columns.name')}</Table.Th>
                    <Table.Th>{t('columns.code')}</Table.Th>
                    <Table.Th>{t('columns.account')}</Table.Th>
                    <Table.Th>{t('columns.shares')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.data.map((affiliation) => (
                    <Table.Tr key={affiliation.affiliateCode}>
                      <Table.Th scope="row">{affiliation.name}</Table.Th>
                      <Table.Td ff="monospace">{affiliation.affiliateCode}</Table.Td>
                      <Table.Td ff="monospace">{affiliation.accountId}</Table.Td>
                      <Table.Td>
                        <Switch
                          checked={affiliation.sharesBuyerData}
                          onChange={() => setChanging(affiliation)}
                          label={affiliation.sharesBuyerData ? t('shared') : t('notShared')}
                          aria-label={t('sharesOf', { name: affiliation.name })}
                        />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Panel>
      )}
      {adding && <AddAffiliationDialog product={product} onClose={() => setAdding(false)} />}
      {changing && <SharingDialog affiliation={changing} onClose={() => setChanging(null)} />}
    </section>
  )
}
