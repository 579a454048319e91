import { Button } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface RevealButtonProps {
  readonly revealed: boolean
  /** What: "Reveal the token". */
  readonly label: string
  readonly busy: boolean
  readonly onReveal: () => void
  readonly onHide: () => void
}

export function RevealButton({ revealed, label, busy, onReveal, onHide }: RevealButtonProps) {
  const { t } = useTranslation('ui')
  return (
    <Button
      variant={revealed ? 'default' : 'filled'}
      size="sm"
      leftSection={revealed ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
      loading={busy}
      onClick={revealed ? onHide : onReveal}
    >
      {revealed ? t('secret.hide') : label}
    </Button>
  )
}
