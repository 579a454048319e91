import { ActionIcon, Button, VisuallyHidden } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface CopyButtonProps {
  readonly value: string
  /** What is copied: "Copy the token". */
  readonly label: string
  /** Shows the label beside the icon. */
  readonly withLabel?: boolean
}

export function CopyButton({ value, label, withLabel = false }: CopyButtonProps) {
  const { t } = useTranslation('ui')
  const clipboard = useClipboard({ timeout: 2_000 })
  const icon = clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
  const copy = () => clipboard.copy(value)
  return (
    <>
      {withLabel ? (
        <Button variant="default" size="xs" leftSection={icon} onClick={copy}>
          {clipboard.copied ? t('copied') : label}
        </Button>
      ) : (
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={label} title={label} onClick={copy}>
          {icon}
        </ActionIcon>
      )}
      <VisuallyHidden aria-live="polite">{clipboard.copied ? t('copied') : ''}</VisuallyHidden>
    </>
  )
}
