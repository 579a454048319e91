import { Kbd, Modal, Stack, Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './bench.module.css'
import type { ListKeys } from './list-keys.ts'

const keys = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['r', 'again'],
  ['?', 'help'],
] as const

export function KeysDialog({ keys: { on, turn, isHelpOpen, showHelp } }: { readonly keys: ListKeys }) {
  const { t } = useTranslation('bench')
  const { t: tUi } = useTranslation('ui')
  return (
    <Modal
      opened={isHelpOpen}
      onClose={() => showHelp(false)}
      title={
        <Text span fw={650} size="lg">
          {t('keys.title')}
        </Text>
      }
      closeButtonProps={{ 'aria-label': tUi('close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('keys.text')}</Text>
        <dl className={classes.keys}>
          {keys.map(([key, what]) => (
            <div key={key}>
              <dt>
                <Kbd>{key}</Kbd>
              </dt>
              <dd>{t(`keys.${what}`)}</dd>
            </div>
          ))}
        </dl>
        <Switch label={t('keys.on')} checked={on} onChange={({ currentTarget }) => turn(currentTarget.checked)} />
      </Stack>
    </Modal>
  )
}
