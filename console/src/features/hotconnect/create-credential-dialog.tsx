import { Button, Group, Modal, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core'
import type { Credential } from '@postback/sdk'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCreateCredential } from '../../data/credentials.ts'
import { ActButton } from '../../ui/acts/act-button.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { type Expiry, expiries, expiryOf, today } from './expiry.ts'

const nameLengthMost = 100
const permissions = { write: ['read', 'write'], read: ['read'] } as const
type Permission = keyof typeof permissions

interface CreateCredentialDialogProps {
  readonly onCreated: (credential: Credential) => void
  readonly onClose: () => void
}

export function CreateCredentialDialog({ onCreated, onClose }: CreateCredentialDialogProps) {
  const { t } = useTranslation('hotconnect')
  const { t: tUi } = useTranslation('ui')
  const create = useCreateCredential()
  const [name, setName] = useState('')
  const [permission, setPermission] = useState<Permission>('write')
  const [expiry, setExpiry] = useState<Expiry>('never')
  const [date, setDate] = useState('')
  const [tried, setTried] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const dateField = useRef<HTMLInputElement>(null)
  const nameMissing = name.trim() === ''
  const expiresAt = expiryOf(expiry, date, Date.now())
  const dateImpossible = expiresAt === undefined

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (nameMissing) return nameField.current?.focus()
    if (expiresAt === undefined) return dateField.current?.focus()
    create.press({ name: name.trim(), scopes: permissions[permission], expiresAt }, { onSuccess: onCreated })
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={
        <Text span fw={650} size="lg">
          {t('create.title')}
        </Text>
      }
      closeButtonProps={{ 'aria-label': tUi('close') }}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            ref={nameField}
            data-autofocus
            label={t('create.name')}
            description={t('create.nameHint')}
            placeholder="Zapier"
            autoComplete="off"
            maxLength={nameLengthMost}
            value={name}
            error={tried && nameMissing && t('create.nameMissing')}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Radio.Group
            label={t('create.scopes')}
            value={permission}
            onChange={(value) => setPermission(value === 'read' ? 'read' : 'write')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="write" label={t('scopes.write')} description={t('scopes.writeHint')} />
              <Radio value="read" label={t('scopes.read')} description={t('scopes.readHint')} />
            </Stack>
          </Radio.Group>
          <NativeSelect
            label={t('create.expires')}
            value={expiry}
            data={expiries.map((value) => ({ value, label: t(`create.expiries.${value}`) }))}
            onChange={({ currentTarget: { value } }) => setExpiry(expiries.find((known) => known === value) ?? 'never')}
          />
          {expiry === 'date' && (
            <TextInput
              ref={dateField}
              type="date"
              label={t('create.date')}
              min={today(Date.now())}
              value={date}
              error={tried && dateImpossible && t('create.dateImpossible')}
              onChange={({ currentTarget }) => setDate(currentTarget.value)}
            />
          )}
          {create.isError && <ErrorState error={create.error} title={t('create.failed')} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {tUi('cancel')}
            </Button>
            <ActButton type="submit" act={create}>
              {t('create.confirm')}
            </ActButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
