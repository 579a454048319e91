import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ActButton } from '../acts/act-button.tsx'
import type { ActState } from '../acts/one-press.ts'

interface RevealButtonProps {
  readonly revealed: boolean
  /** What: "Reveal the token". */
  readonly label: string
  /** The revealing. */
  readonly act: ActState
  readonly onReveal: () => void
  readonly onHide: () => void
}

export function RevealButton({ revealed, label, act, onReveal, onHide }: RevealButtonProps) {
  const { t } = useTranslation('ui')
  return (
    <ActButton
      variant={revealed ? 'default' : 'filled'}
      size="sm"
      leftSection={revealed ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
      act={act}
      onPress={revealed ? onHide : onReveal}
    >
      {revealed ? t('secret.hide') : label}
    </ActButton>
  )
}
