import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { isApiError, type Product } from '@postback/sdk'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAffiliations, useSaveAffiliation } from '../../data/affiliations.ts'
import { ActButton } from '../../ui/acts/act-button.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'

interface AddAffiliationDialogProps {
  readonly product: Product
  readonly onClose: () => void
}

const nothing = { name: '', affiliateCode: '', accountId: '', sharesBuyerData: false }

export function AddAffiliationDialog({ product, onClose }: AddAffiliationDialogProps) {
  const { t } = useTranslation('affiliates')
  const { t: tUi } = useTranslation('ui')
  const existing = useAffiliations(product.id).data?.data ?? []
  const save = useSaveAffiliation()
  const [input, setInput] = useState(nothing)
  const [checked, setChecked] = useState(false)
  const change = (patch: Partial<typeof nothing>) => {
    setInput({ ...input, ...patch })
    if (save.isError) save.reset()
  }
  const answered = isApiError(save.error) ? save.error.errors : []
  const unknownAccount = isApiError(save.error, 'unknown_account')
  const answeredAt = (field: string) => {
    if (!answered.some(({ pointer }) => pointer.includes(field))) return null
    return unknownAccount && field === 'accountId' ? t('new.unknownAccount') : t('new.notAccepted')
  }
  const required = (value: string) => (checked && value.trim() === '' ? t('new.required') : null)
  const taken = existing.some(({ affiliateCode }) => affiliateCode === input.affiliateCode.trim())
  const odd = !/^[\w-]{1,64}$/.test(input.affiliateCode.trim())
  const codeFault = taken ? t('new.taken') : checked && odd ? t('new.oddCode') : null

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    const name = input.name.trim()
    const accountId = input.accountId.trim()
    if (name === '' || accountId === '' || odd || taken) return
    save.press(
      { ...input, productId: product.id, name, accountId, affiliateCode: input.affiliateCode.trim() },
      { onSuccess: onClose },
    )
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('addTo', { product: product.name })}
      closeButtonProps={{ 'aria-label': tUi('close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label={t('columns.name')}
            autoComplete="off"
            value={input.name}
            error={required(input.name) ?? answeredAt('name')}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            data-autofocus
          />
          <TextInput
            label={t('columns.code')}
            description={t('new.codeText')}
            autoComplete="off"
            value={input.affiliateCode}
            error={codeFault ?? answeredAt('affiliateCode')}
            onChange={({ currentTarget }) => change({ affiliateCode: currentTarget.value })}
          />
          <TextInput
            label={t('columns.account')}
            description={t('new.accountText')}
            autoComplete="off"
            value={input.accountId}
            error={required(input.accountId) ?? answeredAt('accountId')}
            onChange={({ currentTarget }) => change({ accountId: currentTarget.value })}
          />
          <Checkbox
            label={t('columns.shares')}
            description={t('new.sharesText')}
            checked={input.sharesBuyerData}
            onChange={({ currentTarget }) => change({ sharesBuyerData: currentTarget.checked })}
          />
          {save.error && answered.length === 0 && <ErrorState error={save.error} title={t('new.failed')} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tUi('cancel')}
            </Button>
            <ActButton type="submit" act={save}>
              {t('add')}
            </ActButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
