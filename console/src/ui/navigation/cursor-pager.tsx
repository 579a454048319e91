import { Button, Group } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CursorPages } from './use-cursor-pages.ts'

interface CursorPagerProps {
  readonly pages: CursorPages
  /** Of the answer that is shown. */
  readonly nextCursor: string | null | undefined
}

/** Shows nothing if there is only one page. */
export function CursorPager({ pages, nextCursor }: CursorPagerProps) {
  const { t } = useTranslation('ui')
  if (pages.isFirst && !nextCursor) return null
  return (
    <Group component="nav" aria-label={t('pager.label')} justify="flex-end" gap="xs" mt="md">
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconChevronsLeft size={16} aria-hidden />}
        disabled={pages.isFirst}
        onClick={pages.first}
      >
        {t('pager.first')}
      </Button>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconChevronLeft size={16} aria-hidden />}
        disabled={pages.isFirst}
        onClick={pages.previous}
      >
        {t('pager.previous')}
      </Button>
      <Button
        variant="default"
        size="xs"
        rightSection={<IconChevronRight size={16} aria-hidden />}
        disabled={!nextCursor}
        onClick={() => nextCursor && pages.next(nextCursor)}
      >
        {t('pager.next')}
      </Button>
    </Group>
  )
}
