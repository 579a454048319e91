import { notifications } from '@mantine/notifications'

/** A word in the corner after something was done. Errors belong where they happened: see ErrorState. */
export function notifyDone(message: string) {
  notifications.show({ message, color: 'brand', withBorder: true })
}
