import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { ApiError, type DemoAccount } from '@postback/sdk'
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useIsAttentionNeeded } from '../data/attention.ts'
import { useConsoleInfo } from '../data/console-info.ts'
import { useSignInByLink, useSignInToDemo } from '../data/sessions.ts'
import { useSignInAddress } from '../data/sign-in-address.ts'
import { ActButton } from '../ui/acts/act-button.tsx'
import { CodeBlock } from '../ui/code/code-block.tsx'
import { useSearchText } from '../ui/navigation/use-search-text.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import classes from './sign-in-page.module.css'

const route = getRouteApi('/signed-out/sign-in')

export function SignInPage() {
  const { t } = useTranslation('shell')
  const { link } = route.useRouteContext()
  const goIn = useGoIn()
  const byLink = useSignInByLink()
  const { press } = byLink

  useEffect(() => {
    const { secret } = link
    if (secret === null) return
    link.secret = null
    press(secret, { onSuccess: goIn })
  }, [link, press, goIn])

  useEffect(() => {
    // A link pasted over this very page changes only the fragment, and loads nothing by itself.
    const startAgain = () => window.location.hash !== '' && window.location.reload()
    window.addEventListener('hashchange', startAgain)
    return () => window.removeEventListener('hashchange', startAgain)
  }, [])

  const entering = link.secret !== null || byLink.isPending || byLink.isSuccess
  return (
    <div className={classes.page}>
      <PageTitle title={t('signIn.title')} description={t('signIn.lead')} />
      {entering ? (
        <Group role="status" gap="sm">
          <Loader size="sm" aria-hidden />
          <Text>{t('signIn.entering')}</Text>
        </Group>
      ) : (
        <Stack gap="lg">
          {byLink.isError && <LinkRefused error={byLink.error} />}
          <PlatformSignIn />
          <Demo goIn={goIn} />
          <Explanation />
        </Stack>
      )}
    </div>
  )
}

/** null: the usual page. */
function useTarget(): string | null {
  const { to } = useSearchText()
  // Only to pages of this console: the address may come from another site.
  return to && /^\/(webhook\/|tools$|hotconnect$|integrations$)/.test(to) ? to : null
}

function useGoIn() {
  const target = useTarget()
  const navigate = route.useNavigate()
  const isAttentionNeeded = useIsAttentionNeeded()
  const usual = async () => ((await isAttentionNeeded()) ? '/webhook/attention' : '/webhook/configurations')
  return async () => {
    await navigate({ href: target ?? (await usual()), replace: true })
  }
}

function LinkRefused({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('shell')
  const refused = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429
  if (!refused) return <ErrorState error={error} title={t('signIn.failed')} />
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('signIn.refused')}
    >
      {t('signIn.refusedText')}
    </Alert>
  )
}

/** The operator can name the platform's page that signs people in. */
function PlatformSignIn() {
  const { t } = useTranslation('shell')
  const address = useSignInAddress(useTarget() ?? '/webhook/configurations')
  if (address === null) return null
  return (
    <Group>
      <Button
        component="a"
        href={address}
        target={window.self === window.top ? undefined : '_top'}
        size="md"
        rightSection={<IconArrowRight size={18} aria-hidden />}
      >
        {t('signIn.button')}
      </Button>
    </Group>
  )
}

function Demo({ goIn }: { readonly goIn: () => void }) {
  const { t } = useTranslation('shell')
  const accounts = useConsoleInfo()?.demoAccounts ?? []
  const signIn = useSignInToDemo()
  if (accounts.length === 0) return null
  const label = ({ role, name }: DemoAccount) => t(`signIn.${role}`, { name })
  return (
    <Section title={t('signIn.demo')} text={t('signIn.demoText')}>
      <Stack gap="sm" align="stretch">
        {accounts.map((account, index) => (
          <ActButton
            key={account.accountId}
            variant={index === 0 ? 'filled' : 'default'}
            justify="space-between"
            h="auto"
            py="xs"
            classNames={{ label: classes.wrapped ?? '' }}
            rightSection={<IconArrowRight size={18} aria-hidden />}
            act={{ ...signIn, isPending: signIn.isPending && signIn.variables === account.accountId }}
            onPress={() => signIn.press(account.accountId, { onSuccess: goIn })}
          >
            {label(account)}
          </ActButton>
        ))}
      </Stack>
      {signIn.isError && <ErrorState error={signIn.error} title={t('signIn.failed')} />}
    </Section>
  )
}

function Explanation() {
  const { t } = useTranslation('shell')
  return (
    <Stack gap="sm">
      <Text>{t('signIn.how')}</Text>
      <Text c="dimmed">{t('signIn.once')}</Text>
      <details className={classes.operator}>
        <summary>{t('signIn.operator')}</summary>
        <Stack gap="xs" mt="xs">
          <Text size="sm">{t('signIn.operatorText')}</Text>
          <CodeBlock label={t('signIn.operatorCommand')} code="postback link <account>" />
        </Stack>
      </details>
    </Stack>
  )
}

function Section({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <Panel padded>
      <Stack gap="md">
        <div>
          <Title order={2}>{title}</Title>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </div>
        {children}
      </Stack>
    </Panel>
  )
}
