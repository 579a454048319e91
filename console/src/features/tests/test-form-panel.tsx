import {
  Alert,
  Button,
  Checkbox,
  Fieldset,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import type { Configuration, EventName, EventTypeSummary, Product, TestInput } from '@postback/sdk'
import { isApiError } from '@postback/sdk'
import { IconClockPause, IconPlus, IconSend, IconTrash } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../ui/error-state.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { hostOf } from '../../words/explain-failure.ts'
import { useWords } from '../../words/use-words.ts'
import { useExample } from './get-example.ts'
import { draftOf } from './payload-draft.ts'
import { PayloadEditor } from './payload-editor.tsx'
import { useSendTest } from './send-test.ts'
import { type FaultPlace, faultsOf, inputOf, placesOf, type Target, type TestForm, writtenUrls } from './test-form.ts'
import classes from './test-form-panel.module.css'

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
  const nextKey = useRef(1)
  const events = types.map(({ event }) => event)
  const [form, setForm] = useState<TestForm>({
    event: events.includes('PURCHASE_APPROVED') ? 'PURCHASE_APPROVED' : (events[0] ?? 'PURCHASE_APPROVED'),
    productId: String(products[0]?.id ?? configurations.find((it) => it.productId !== null)?.productId ?? ''),
    configurationIds: [],
    urls: [{ key: 0, url: '' }],
    withHottok: false,
  })
  const [checked, setChecked] = useState(false)
  const [edited, setEdited] = useState<{ readonly of: string; readonly text: string } | null>(null)
  const change = (patch: Partial<TestForm>) => {
    setForm((before) => ({ ...before, ...patch }))
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
    const input: TestInput = inputOf(form, draft)
    const targets: Target[] = [
      ...configurations
        .filter(({ id }) => form.configurationIds.includes(id))
        .map(({ name, url }): Target => ({ name, url, kind: 'configuration' })),
      ...writtenUrls(form).map(({ url }): Target => ({ name: url, url, kind: 'url' })),
    ]
    send.mutate(
      {
        ...input,
        configurationIds: configurations.filter(({ id }) => form.configurationIds.includes(id)).map(({ id }) => id),
      },
      {
        onSuccess: ({ deliveryIds }) => {
          setChecked(false)
          onSent({ event: form.event, targets, ids: deliveryIds })
        },
        onError: () => focusFirstFault(formElement.current),
      },
    )
  }

  const count = form.configurationIds.length + writtenUrls(form).length
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

          <Fieldset legend={t('form.configurations')} variant="unstyled" className={classes.group}>
            <Stack gap="xs" mt="xs">
              {configurations.length === 0 && (
                <Text size="sm" c="dimmed">
                  {t('form.noConfigurations')}{' '}
                  <TextLink to="/webhook/configurations/new">{t('form.addConfiguration')}</TextLink>
                </Text>
              )}
              {configurations.length > 0 && (
                <Text size="sm" c="dimmed">
                  {t('form.configurationsText')}
                </Text>
              )}
              <Checkbox.Group value={[...form.configurationIds]} onChange={(ids) => change({ configurationIds: ids })}>
                <div className={classes.choices}>
                  {configurations.map((it) => (
                    <Checkbox
                      key={it.id}
                      value={it.id}
                      className={classes.choice}
                      label={it.name}
                      disabled={!takes(it, form.event)}
                      description={[
                        hostOf(it.url),
                        it.state === 'disabled' && t('form.disabled'),
                        takes(it, form.event)
                          ? !it.events.includes(form.event) && t('form.notSelected')
                          : t('form.notInVersion', { version: it.version }),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    />
                  ))}
                </div>
              </Checkbox.Group>
            </Stack>
          </Fieldset>

          <Fieldset legend={t('form.urls')} variant="unstyled" className={classes.group}>
            <Stack gap="sm" mt={4}>
              <Text size="sm" c="dimmed">
                {t('form.urlsText')}
              </Text>
              {form.urls.map(({ key, url }, index) => (
                <Group key={key} gap="xs" wrap="nowrap" align="flex-start">
                  <TextInput
                    className={classes.url}
                    type="url"
                    inputMode="url"
                    autoComplete="off"
                    placeholder="https://"
                    aria-label={t('form.urlNumber', { number: index + 1 })}
                    value={url}
                    error={faultAt(`url-${key}`)}
                    onChange={({ currentTarget: { value } }) =>
                      change({ urls: form.urls.map((line) => (line.key === key ? { key, url: value } : line)) })
                    }
                  />
                  {form.urls.length > 1 && (
                    <Button
                      variant="default"
                      px="sm"
                      aria-label={t('form.removeUrl', { number: index + 1 })}
                      title={t('form.removeUrl', { number: index + 1 })}
                      onClick={() => change({ urls: form.urls.filter((line) => line.key !== key) })}
                    >
                      <IconTrash size={18} aria-hidden />
                    </Button>
                  )}
                </Group>
              ))}
              <Group>
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<IconPlus size={16} aria-hidden />}
                  disabled={form.urls.length >= urlsMax}
                  onClick={() => change({ urls: [...form.urls, { key: nextKey.current++, url: '' }] })}
                >
                  {t('form.addUrl')}
                </Button>
              </Group>
              <Checkbox
                label={t('form.withHottok')}
                description={t('form.withHottokText')}
                checked={form.withHottok}
                onChange={({ currentTarget }) => change({ withHottok: currentTarget.checked })}
              />
            </Stack>
          </Fieldset>

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

const urlsMax = 10

interface ProductFieldProps {
  readonly products: readonly Product[]
  readonly value: string
  readonly error: string | null
  readonly onChange: (productId: string) => void
}

/** A choice of the own products; affiliates, who have none, write the number of the one they sell. */
function ProductField({ products, value, error, onChange }: ProductFieldProps) {
  const { t } = useTranslation('tests')
  if (products.length === 0) {
    return (
      <TextInput
        label={t('form.productNumber')}
        description={t('form.productNumberText')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        inputMode="numeric"
        value={value}
        error={error}
        onChange={({ currentTarget }) => onChange(currentTarget.value.trim())}
      />
    )
  }
  return (
    <NativeSelect
      label={t('form.product')}
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={products.map(({ id, name }) => ({ value: String(id), label: `${name} (${id})` }))}
    />
  )
}

/** A limit is no fault: it says when to come back. */
function SendError({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('tests')
  const formats = useFormats()
  const [since] = useState(() => Date.now())
  if (!isApiError(error) || error.status !== 429) {
    return <ErrorState error={error} title={t('failed')} safety={t('failedSafe')} />
  }
  const again = since + (error.retryAfter ?? 60) * 1000
  return (
    <Alert role="alert" variant="light" color="yellow" icon={<IconClockPause aria-hidden />} title={t('limit.title')}>
      {t('limit.text', { time: formats.time(again), relative: formats.relative(again, since) })}
    </Alert>
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
