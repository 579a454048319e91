import { Group, Stack, Text } from '@mantine/core'
import type { Configuration, EventName, EventTypeSummary, Product, SentTestStep, TestStory } from '@postback/sdk'
import { isApiError } from '@postback/sdk'
import { IconSend } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useExample } from '../../data/event-types.ts'
import { useSendTest } from '../../data/tests.ts'
import { ActButton } from '../../ui/acts/act-button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useWords } from '../../words/use-words.ts'
import { BuyerFields } from './buyer-fields.tsx'
import { draftOf } from './payload-draft.ts'
import { PayloadEditor } from './payload-editor.tsx'
import { SendError } from './send-error.tsx'
import { SendingOptions } from './sending-options.tsx'
import { SubjectField } from './subject-field.tsx'
import { TargetsField } from './targets-field.tsx'
import {
  countOf,
  type FaultPlace,
  faultsOf,
  inputOf,
  isClassic,
  kindOf,
  placesOf,
  postsOf,
  type Target,
  type TestForm,
  targetsOf,
} from './test-form.ts'

interface TestFormPanelProps {
  readonly types: readonly Pick<EventTypeSummary, 'event' | 'versions'>[]
  readonly stories: readonly TestStory[]
  readonly products: readonly Product[]
  readonly configurations: readonly Configuration[]
  readonly onSent: (sent: SentForm) => void
}

export interface SentForm {
  /** Of the event, or of the story. */
  readonly title: string
  readonly targets: readonly Target[]
  readonly steps: readonly SentTestStep[]
}

/** Content and targets of a test, in one form. */
export function TestFormPanel({ types, stories, products, configurations, onSent }: TestFormPanelProps) {
  const { t } = useTranslation('tests')
  const words = useWords()
  const send = useSendTest()
  const formElement = useRef<HTMLFormElement>(null)
  const events = types.map(({ event }) => event)
  const [filledIn, setFilledIn] = useState<Omit<TestForm, 'inbox'> & { readonly inbox: boolean | null }>({
    what: 'event',
    event: events.includes('PURCHASE_APPROVED') ? 'PURCHASE_APPROVED' : (events[0] ?? 'PURCHASE_APPROVED'),
    kind: null,
    classic: false,
    story: stories[0]?.story ?? '',
    buyer: { name: '', email: '' },
    duplicate: false,
    outOfOrder: false,
    productId: String(products[0]?.id ?? configurations.find((it) => it.productId !== null)?.productId ?? ''),
    configurationIds: [],
    inbox: null,
    urls: [{ key: 0, url: '' }],
    withHottok: false,
  })
  // Without any configuration the inbox is the target, so that Send works at once.
  const form: TestForm = { ...filledIn, inbox: filledIn.inbox ?? configurations.length === 0 }
  const [checked, setChecked] = useState(false)
  const [edited, setEdited] = useState<{ readonly of: string; readonly text: string } | null>(null)
  const change = (patch: Partial<TestForm>) => {
    setFilledIn((before) => ({ ...before, ...patch }))
    if (send.isError) send.reset()
  }

  const eventsOf = ({ what, event, story }: TestForm): readonly EventName[] =>
    what === 'event' ? [event] : (stories.find((it) => it.story === story)?.steps.map((step) => step.event) ?? [])
  /** A configuration can be tested with the events of its version. */
  const takes = ({ version }: Configuration, wanted: readonly EventName[]) =>
    wanted.every((event) => types.some((it) => it.event === event && it.versions.includes(version)))
  const changeSubject = (patch: Partial<TestForm>) => {
    const wanted = eventsOf({ ...form, ...patch })
    const takers = configurations.filter((it) => takes(it, wanted)).map(({ id }) => id)
    change({ ...patch, configurationIds: form.configurationIds.filter((id) => takers.includes(id)) })
  }

  const own = products.find((product) => String(product.id) === form.productId)
  const kind = kindOf(form)
  const example = useExample({ event: form.event, productId: own?.id, kind })
  const exampleKey = [form.event, own?.id, kind].join(' ')
  const editable = form.what === 'event' && !isClassic(form)
  const draft =
    editable && example.data ? draftOf(example.data, edited?.of === exampleKey ? edited.text : undefined) : null

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
    const story = stories.find((it) => it.story === form.story)
    const title = form.what === 'story' && story ? story.title : words.event(form.event)
    const targets = targetsOf(form, configurations, t('inbox.name'))
    send.press(inputOf(form, draft, configurations), {
      onSuccess: ({ steps }) => {
        setChecked(false)
        onSent({ title, targets, steps })
      },
      onError: () => focusFirstFault(formElement.current),
    })
  }

  const count = countOf(form)
  const wanted = eventsOf(form)
  const posts = postsOf(form, wanted.length)
  const targetsFault = faultAt('targets')
  return (
    <Panel padded>
      <form onSubmit={submit} noValidate ref={formElement} aria-label={t('form.label')}>
        <Stack gap="lg">
          <SubjectField
            events={events}
            stories={stories}
            products={products}
            value={form}
            productFault={faultAt('productId')}
            onChange={changeSubject}
          />
          <TargetsField
            configurations={configurations}
            events={wanted}
            takes={(configuration) => takes(configuration, wanted)}
            value={form}
            faultAt={faultAt}
            onChange={change}
          />
          <SendingOptions value={form} onChange={change} />
          {form.what === 'story' && (
            <BuyerFields value={form.buyer} error={faultAt('payload')} onChange={(buyer) => change({ buyer })} />
          )}
          {editable && (
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
          )}
          {targetsFault && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert" tabIndex={-1} data-fault>
              {targetsFault}
            </Text>
          )}
          {send.error && answered.size === 0 && <SendError error={send.error} />}
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed" aria-live="polite">
              {count > 0 ? t('form.summary', { count }) : t('form.nowhere')}
              {posts > count && ` ${t('form.posts', { count: posts })}`}
            </Text>
            <ActButton type="submit" act={send} leftSection={<IconSend size={18} aria-hidden />}>
              {t('form.send')}
            </ActButton>
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
