import { Button, Radio, Stack, Text } from '@mantine/core'
import type { Replay, SaleDetail } from '@postback/sdk'
import { IconRotateClockwise } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCreateReplay } from '../../data/replays.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useWords } from '../../words/use-words.ts'
import { missingStates, planOf } from './plan.ts'
import classes from './sale.module.css'

interface ProcessSaleAgainProps {
  readonly sale: SaleDetail
  readonly onStarted: (replay: Replay) => void
}

/** *Process again* for a whole sale: first the posts that it means, by name and number. */
export function ProcessSaleAgain({ sale, onStarted }: ProcessSaleAgainProps) {
  const { t } = useTranslation('sale')
  const words = useWords()
  const create = useCreateReplay()
  const [asking, setAsking] = useState(false)
  const [which, setWhich] = useState<'missing' | 'all'>('missing')
  const plan = planOf(sale)
  const isChoice = plan.missing.length > 0 && plan.missing.length < plan.all.length
  const onlyMissing = isChoice && which === 'missing'
  const posts = onlyMissing ? plan.missing : plan.all

  const close = () => {
    create.reset()
    setAsking(false)
  }
  const start = () => {
    if (posts.length === 0) return close()
    const filter = { transaction: sale.transaction, test: false, ...(onlyMissing && { state: missingStates }) }
    create.press(
      { filter, mode: 'latest' },
      {
        onSuccess: (replay) => {
          close()
          onStarted(replay)
        },
      },
    )
  }
  return (
    <>
      <Button leftSection={<IconRotateClockwise size={18} aria-hidden />} onClick={() => setAsking(true)}>
        {t('again.open')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('again.question')}
        confirmLabel={posts.length > 0 ? t('again.confirm', { count: posts.length }) : t('again.close')}
        act={create}
        error={create.error}
        onConfirm={start}
        onClose={close}
      >
        {posts.length === 0 ? (
          <Text>{t('again.nothing')}</Text>
        ) : (
          <Stack gap="md">
            {isChoice && (
              <Radio.Group
                label={t('again.which')}
                value={which}
                onChange={(value) => setWhich(value === 'all' ? 'all' : 'missing')}
              >
                <Stack gap="sm" mt="xs">
                  <Radio value="missing" label={t('again.missing', { count: plan.missing.length })} />
                  <Radio value="all" label={t('again.all', { count: plan.all.length })} />
                </Stack>
              </Radio.Group>
            )}
            <div>
              <Text fw={600}>{t('again.counted', { count: posts.length })}</Text>
              <ul className={classes.planned}>
                {posts.map(({ id, event, configuration }) => (
                  <li key={id}>{t('again.to', { event: words.event(event), configuration })}</li>
                ))}
              </ul>
            </div>
            <Text size="sm" c="dimmed">
              {t('again.left')}
            </Text>
          </Stack>
        )}
      </ConfirmDialog>
    </>
  )
}
