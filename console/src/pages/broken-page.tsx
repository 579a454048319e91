import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isAway, useTrouble } from '../data/asking/trouble.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'

/** A page that threw: the frame around it stays. If it was for a server that is away, it goes on when that answers. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('ui')
  const { t: tShell } = useTranslation('shell')
  const router = useRouter()
  const trouble = useTrouble()
  const before = useRef(trouble)
  useEffect(() => {
    if (before.current === 'server-away' && trouble === null) void router.invalidate()
    before.current = trouble
  }, [trouble, router])
  if (isAway(error)) return <PageTitle title={tShell('trouble.away')} description={tShell('trouble.awayText')} />
  return <ErrorState error={error} title={t('error.broken')} onRetry={() => window.location.reload()} />
}
