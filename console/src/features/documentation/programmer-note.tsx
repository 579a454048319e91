import { Anchor, Group, Stack, Text } from '@mantine/core'
import { IconBook2, IconCode } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/code/copy-button.tsx'
import classes from './documentation.module.css'

/** The first thing on the page: this is work for a programmer, and what to send them. */
export function ProgrammerNote() {
  const { t } = useTranslation('documentation')
  const router = useRouter()
  const { origin } = window.location
  const page = origin + router.buildLocation({ to: '/documentation' }).href
  return (
    <section className={classes.note} aria-labelledby="programmer">
      <IconCode size={28} className={classes.noteIcon} aria-hidden />
      <Stack gap="sm" className={classes.noteText}>
        <div>
          <h2 id="programmer" className={classes.noteTitle}>
            {t('programmer.title')}
          </h2>
          <Text size="sm" mt={4}>
            {t('programmer.text')}
          </Text>
        </div>
        <Group gap="sm">
          <CopyButton value={page} label={t('programmer.copyPage')} withLabel />
          <CopyButton value={`${origin}/docs`} label={t('programmer.copyReference')} withLabel />
          <Anchor href="/docs" target="_blank" rel="noreferrer" fz="sm" className={classes.iconLink ?? ''}>
            <IconBook2 size={16} aria-hidden /> {t('programmer.reference')}
          </Anchor>
        </Group>
      </Stack>
    </section>
  )
}
