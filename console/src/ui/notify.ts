import { notifications } from '@mantine/notifications'
import i18next from 'i18next'

/** A message in the corner after a success. Errors are shown where they happened: see ErrorState. */
export function notifyDone(message: string) {
  const closeButtonProps = { 'aria-label': i18next.t('close', { ns: 'ui' }) }
  notifications.show({ message, color: 'brand', withBorder: true, closeButtonProps })
}
