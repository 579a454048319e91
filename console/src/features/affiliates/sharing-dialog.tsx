import { List } from '@mantine/core'
import type { Affiliation } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useSaveAffiliation } from '../../data/affiliations.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface SharingDialogProps {
  readonly affiliation: Affiliation
  readonly onClose: () => void
}

/** Asked before an affiliate gets buyers' data, and before the affiliate stops getting it. */
export function SharingDialog({ affiliation, onClose }: SharingDialogProps) {
  const { t } = useTranslation('affiliates')
  const save = useSaveAffiliation()
  const { name } = affiliation
  const kind = affiliation.sharesBuyerData ? 'stop' : 'start'
  return (
    <ConfirmDialog
      opened
      title={t(`${kind}.title`, { name })}
      confirmLabel={t(`${kind}.confirm`)}
      danger={kind === 'stop'}
      act={save}
      error={save.error}
      onConfirm={() =>
        save.press({ ...affiliation, sharesBuyerData: !affiliation.sharesBuyerData }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <List size="sm" spacing="xs">
        {t(`${kind}.consequences`, { returnObjects: true }).map((consequence) => (
          <List.Item key={consequence}>{consequence}</List.Item>
        ))}
      </List>
    </ConfirmDialog>
  )
}
