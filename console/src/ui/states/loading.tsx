import { Skeleton, Stack, Text, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAfter } from '../time/use-after.ts'

/** Grey lines in place of rows, only if loading takes long enough to notice; a sentence if it takes very long. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  const { t } = useTranslation('ui')
  const noticed = useAfter(200)
  const long = useAfter(5_000)
  return (
    <Stack gap="sm" p="md" mih={rows * 24} aria-busy="true" role="status">
      {noticed && (
        <>
          <VisuallyHidden>{t('loading')}</VisuallyHidden>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: all alike.
            <Skeleton key={row} height={16} width={row % 3 === 2 ? '70%' : '100%'} aria-hidden />
          ))}
        </>
      )}
      {long && <Text size="sm">{t('loadingLong')}</Text>}
    </Stack>
  )
}
