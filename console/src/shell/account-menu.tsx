import { Button, Divider, Popover, Stack, Text } from '@mantine/core'
import { IconChevronDown, IconDevices, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../data/account.ts'
import { useSignOut } from '../data/sessions.ts'
import { ActButton } from '../ui/acts/act-button.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import classes from './header.module.css'
import { LanguageSelect } from './language-select.tsx'
import { ThemeSelect } from './theme-select.tsx'

const SessionsDialog = lazy(() => import('./sessions-dialog.tsx').then((it) => ({ default: it.SessionsDialog })))

export function AccountMenu() {
  const { t } = useTranslation('shell')
  const account = useAccount()
  const signOut = useSignOut()
  const [open, setOpen] = useState(false)
  const [sessions, setSessions] = useState(false)
  return (
    <>
      <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <Button
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            px="sm"
            aria-label={t('account.label', { name: account.name })}
            leftSection={<IconUserCircle size={20} aria-hidden />}
            rightSection={<IconChevronDown size={16} className={classes.chevron} aria-hidden />}
            onClick={() => setOpen(!open)}
          >
            <span className={classes.accountName}>{account.name}</span>
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="md">
            <div>
              <Text fw={650}>{account.name}</Text>
              {account.email && (
                <Text size="sm" c="dimmed">
                  {account.email}
                </Text>
              )}
              <Text size="sm" c="dimmed">
                {t('account.timeZone', { zone: account.timeZone })}
              </Text>
            </div>
            <LanguageSelect />
            <ThemeSelect />
            <Divider />
            <Stack gap={4}>
              <Button
                variant="subtle"
                color="gray"
                c="var(--mantine-color-text)"
                justify="flex-start"
                leftSection={<IconDevices size={18} aria-hidden />}
                onClick={() => {
                  setOpen(false)
                  setSessions(true)
                }}
              >
                {t('account.sessions')}
              </Button>
              <ActButton
                variant="subtle"
                color="gray"
                c="var(--mantine-color-text)"
                justify="flex-start"
                leftSection={<IconLogout size={18} aria-hidden />}
                act={signOut}
                onPress={() => signOut.press()}
              >
                {t('account.signOut')}
              </ActButton>
              {signOut.isError && <ErrorState error={signOut.error} />}
            </Stack>
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {sessions && (
        <Suspense>
          <SessionsDialog onClose={() => setSessions(false)} />
        </Suspense>
      )}
    </>
  )
}
