import { Button, Group, NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Configuration, EventName, EventTypeSummary, Product } from '@postback/sdk'
import { isApiError } from '@postback/sdk'
import { IconSend } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../ui/panel.tsx'
import { useWords } from '../../words/use-words.ts'
import { useExample } from './get-example.ts'
import { draftOf } from './payload-draft.ts'
import { PayloadEditor } from './payload-editor.tsx'
import { ProductField } from './product-field.tsx'
import { SendError } from './send-error.tsx'
import { useSendTest } from './send-test.ts'
import { TargetsField } from './targets-field.tsx'
import {
  countOf,
  type FaultPlace,
  faultsOf,
  inputOf,
  placesOf,
  type Target,
  type TestForm,
  targetsOf,
} from './test-form.ts'

interface TestFormPanelProps {
  readonly types: readonly Pick<EventTypeSummary, 'event' | 'versions'>[]
  readonly products: readonly Product[]
  readonly configurations: readonly Configuration[]
  readonly onSent: (sent: {
    readonly event: EventName
    readonly targets: readonly Target[]
    readonly ids: readonly string[]
  }) => void
}

/** What is sent, and where to: everything in one go. */
export function TestFormPanel({ types, products, configurations, onSent }: TestFormPanelProps) {
  const { t } = useTranslation('tests')
  const words = useWords()
  const send = useSendTest()
  const formElement = useRef<HTMLFormElement>(null)
  const events = types.map(({ event }) => event)
  const [filledIn, setFilledIn] = useState<Omit<TestForm, 'inbox'> & { readonly inbox: boolean | null }>({
    event: events.includes('PURCHASE_APPROVED') ? 'PURCHASE_APPROVED' : (events[0] ?? 'PURCHASE_APPROVED'),
    productId: String(products[0]?.id ?? configurations.find((it) => it.productId !== null)?.productId ?? ''),
    configurationIds: [],
    inbox: null,
    urls: [{ key: 0, url: '' }],
    withHottok: false,
  })
  // Whoever has nothing to send to yet can press Send all the same.
  const form: TestForm = { ...filledIn, inbox: filledIn.inbox ?? configurations.length === 0 }
  const [checked, setChecked] = useState(false)
  const [edited, setEdited] = useState<{ readonly of: string; readonly text: string } | null>(null)
  const change = (patch: Partial<TestForm>) => {
    setFilledIn((before) => ({ ...before, ...patch }))
    if (send.isError) send.reset()
  }

  /** A configuration can be tested with what its version has. */
  const takes = ({ version }: Configuration, event: EventName) =>
    types.some((it) => it.event === event && it.versions.includes(version))
  const chooseEvent = (event: EventName) => {
    const takers = configurations.filter((it) => takes(it, event)).map(({ id }) => id)
    change({ event, configurationIds: form.configurationIds.filter((id) => takers.includes(id)) })
  }

  const own = products.find((product) => String(product.id) === form.productId)
  const example = useExample(form.event, own?.id)
  const exampleKey = `${form.event} ${own?.id ?? ''}`
  const draft = example.data ? draftOf(example.data, edited?.of === exampleKey ? edited.text : undefined) : null

  const local = checked ? faultsOf(form, draft) : new Map()
  const answered = isApiError(send.error) ? placesOf(form, send.error.errors) : new Map<FaultPlace, string>()
  const faultAt = (place: FaultPlace): string | null => {
    const fault = local.get(place)
    if (fault) return t(`faults.${fault as 'noTarget'}`)
    return answered.get(place) ?? null
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (faultsOf(form, draft).size > 0) {
      focusFirstFault(formElement.current)
      return
    }
    const targets = targetsOf(form, configurations, t('inbox.name'))
    send.mutate(inputOf(form, draft, configurations), {
      onSuccess: ({ deliveryIds }) => {
        setChecked(false)
        onSent({ event: form.event, targets, ids: deliveryIds })
      },
      onError: () => focusFirstFault(formElement.current),
    })
  }

  const count = countOf(form)
  const targetsFault = faultAt('targets')
  return (
    <Panel padded>
      <form onSubmit={submit} noValidate ref={formElement} aria-label={t('form.label')}>
        <Stack gap="lg">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <NativeSelect
              label={t('form.event')}
              description={words.eventMeaning(form.event)}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              value={form.event}
              onChange={({ currentTarget }) => chooseEvent(currentTarget.value as EventName)}
              data={events.map((name) => ({ value: name, label: words.event(name) }))}
            />
            <ProductField
              products={products}
              value={form.productId}
              error={faultAt('productId')}
              onChange={(productId) => change({ productId })}
            />
          </SimpleGrid>
          <TargetsField
            configurations={configurations}
            event={form.event}
            takes={(configuration) => takes(configuration, form.event)}
            value={form}
            faultAt={faultAt}
            onChange={change}
          />
          <PayloadEditor
            draft={draft}
            loading={example.isPending}
            loadError={example.error}
            onRetry={() => example.refetch()}
            error={faultAt('payload')}
            edited={edited?.of === exampleKey}
            onChange={(text) => {
              setEdited(text === null ? null : { of: exampleKey, text })
              if (send.isError) send.reset()
            }}
          />
          {targetsFault && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert" tabIndex={-1} data-fault>
              {targetsFault}
            </Text>
          )}
          {send.error && answered.size === 0 && <SendError error={send.error} />}
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed" aria-live="polite">
              {count > 0 ? t('form.summary', { count }) : t('form.nowhere')}
            </Text>
            <Button type="submit" loading={send.isPending} leftSection={<IconSend size={18} aria-hidden />}>
              {t('form.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

/** After the faults have been drawn. */
function focusFirstFault(form: HTMLElement | null) {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault]')?.focus()
    }),
  )
}
