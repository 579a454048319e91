import { Checkbox, Group, NativeSelect, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type Configuration, type PayloadVersion, payloadVersions } from '@postback/sdk'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import type { KeptDraft } from '../../../data/asking/drafts.ts'
import { currentTrouble } from '../../../data/asking/trouble.ts'
import type { KnownEvent } from '../../../data/event-types.ts'
import { ActButton } from '../../../ui/acts/act-button.tsx'
import type { ActState } from '../../../ui/acts/one-press.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ButtonLink, TextLink } from '../../../ui/navigation/links.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../../words/use-words.ts'
import { ProblemNote } from '../notes/problem-note.tsx'
import classes from './configuration-form.module.css'
import { DraftNote } from './draft-note.tsx'
import { EventsField, firstEventId } from './events-field.tsx'
import {
  type FormField,
  type FormValues,
  formFields,
  formOf,
  hasAdvanced,
  inputOf,
  maxPerSecondMost,
  nameLengthMost,
} from './form-values.ts'
import { differences, type Edited, type EditedField, mergeEdits } from './merge-edits.ts'
import { type OtherEdit, OtherEditNote, otherEditId } from './other-edit-note.tsx'
import { ProductField } from './product-field.tsx'
import { UrlField } from './url-field.tsx'
import { type FormBase, type FormDraft, useDraft } from './use-draft.ts'
import { useFocusAsked } from './use-focus-asked.ts'
import { type FormErrors, useFormErrors } from './use-form-errors.ts'

/** What a save is based on, and what follows it. */
export interface Saving {
  readonly before: Edited
  /** null: the configuration is new. */
  readonly revision: number | null
  /** Whether the reader has to see what another editor has changed. */
  readonly concerns: (stored: Configuration) => boolean
  readonly onSaved: () => void
  readonly onOutdated: (stored: Configuration) => void
  readonly onError: (error: unknown) => void
}

interface ConfigurationFormProps {
  readonly initial: FormValues
  /** The revision that these values are of; null: the configuration is new. */
  readonly revision?: number | null
  /** Names the draft that is kept of this form. */
  readonly draftName: string
  readonly knownEvents: readonly KnownEvent[]
  readonly saving: ActState
  /** Why saving did not work. */
  readonly error: unknown
  /** Goes to another page by itself, unless another editor was faster. */
  readonly onSave: (input: Edited, saving: Saving) => unknown
  /** Why the address cannot be changed here; undefined: it can. */
  readonly fixedUrl?: string | undefined
  /** Beneath the address. */
  readonly addressCheck?: (changed: boolean) => ReactNode
}

const elementIds: Readonly<Record<FormField, string>> = {
  name: 'name',
  events: firstEventId,
  productId: 'productId',
  url: 'url',
  maxPerSecond: 'maxPerSecond',
}

export function ConfigurationForm(props: ConfigurationFormProps) {
  const { initial, revision = null, draftName, knownEvents, saving, error, onSave, fixedUrl, addressCheck } = props
  const { t } = useTranslation('configurations')
  const words = useFormErrors()
  const eventWords = useWords()
  const saved = useRef(false)
  const form = useForm<FormValues>({
    initialValues: initial,
    validate: (values) => ({ ...words.before(values) }),
    clearInputErrorOnChange: true,
  })
  const { values, errors, setErrors } = form
  const fieldErrors = errors as FormErrors
  /** What the reader's changes are based on. */
  const [base, setBase] = useState<FormBase>({ values: initial, revision })
  const [other, setOther] = useState<OtherEdit | null>(null)
  const [restored, setRestored] = useState<KeptDraft<FormDraft> | null>(null)
  const changed = differences(inputOf(base.values), inputOf(values)).length > 0
  const draft = useDraft(draftName, changed ? { values, base } : null, (found) => {
    if (differences(inputOf(initial), inputOf(found.content.values)).length === 0) return
    setBase(found.content.base)
    form.setValues(found.content.values)
    setRestored(found)
  })
  useFocusAsked()
  const offered = knownEvents.filter(({ versions }) => versions.includes(values.version)).map(({ event }) => event)
  const missing = knownEvents.map(({ event }) => event).filter((event) => !offered.includes(event))

  const save = (given: FormValues) => {
    if (other?.contested.some((field) => other.choices[field] === undefined)) {
      setOther({ ...other, asked: true })
      focusOn(otherEditId)
      return
    }
    const mine = inputOf(given)
    const before = inputOf(base.values)
    const mergeWith = (stored: Configuration) => mergeEdits({ before, mine, theirs: inputOf(formOf(stored)) })
    saved.current = true
    onSave(mine, {
      before,
      revision: base.revision,
      // Others may have changed nothing that this form shows: it was disabled by itself, for example.
      concerns: (stored) => {
        const { contested, taken } = mergeWith(stored)
        return contested.length + taken.length > 0
      },
      onSaved: draft.end,
      onOutdated: (stored) => showOther({ stored, mine, before, ...mergeWith(stored) }),
      onError: (failure) => {
        saved.current = false
        const refused = words.after(failure, given)
        setErrors({ ...refused })
        focusFirst(refused)
      },
    })
  }

  /** The form goes on from what is stored now, with the reader's own changes in it. */
  const showOther = (edit: Omit<OtherEdit, 'choices' | 'asked'>) => {
    saved.current = false
    const theirs = formOf(edit.stored)
    setBase({ values: theirs, revision: edit.stored.revision })
    form.setValues(formOf({ ...edit.mine, ...pick(inputOf(theirs), edit.taken) }))
    setOther({ ...edit, choices: {}, asked: false })
    focusOn(otherEditId)
  }

  const choose = (field: EditedField, choice: 'mine' | 'theirs') => {
    if (!other) return
    const from = choice === 'mine' ? other.mine : inputOf(formOf(other.stored))
    form.setValues(formOf({ ...inputOf(values), ...pick(from, [field]) }))
    setOther({ ...other, choices: { ...other.choices, [field]: choice } })
  }

  /** Back to what is saved. */
  const discardDraft = () => {
    setRestored(null)
    setBase({ values: initial, revision })
    form.setValues(initial)
    form.clearErrors()
  }

  const set = <Field extends keyof FormValues>(field: Field, value: FormValues[Field]) => {
    // Clears the error of this field, and of no other.
    form.setFieldValue(field as string, value as never)
  }

  /** Events that the new version does not have are removed from the selection. */
  const chooseVersion = (version: PayloadVersion) => {
    set('version', version)
    const has = new Set(knownEvents.filter(({ versions }) => versions.includes(version)).map(({ event }) => event))
    const kept = values.events.filter((event) => has.has(event))
    if (kept.length < values.events.length) set('events', kept)
  }

  return (
    <form noValidate onSubmit={form.onSubmit(save, (found) => focusFirst(found as FormErrors))}>
      {restored && <DraftNote at={restored.at} onKeep={() => setRestored(null)} onDiscard={discardDraft} />}
      <Panel>
        <Section title={t('form.name')} hint={t('form.nameHint')} id="name-section">
          <TextInput
            id="name"
            aria-label={t('form.name')}
            aria-describedby="name-section-hint"
            autoComplete="off"
            maxLength={nameLengthMost}
            value={values.name}
            error={fieldErrors.name}
            onChange={({ currentTarget }) => set('name', currentTarget.value)}
          />
        </Section>
        <Section title={t('form.events')} hint={t('form.eventsHint')} id="events-section">
          <EventsField
            known={offered}
            value={values.events}
            error={fieldErrors.events}
            onChange={(events) => set('events', events)}
            onPreset={(label) => values.name.trim() === '' && set('name', label)}
          />
          {missing.length > 0 && (
            <Text size="sm" c="dimmed">
              {t('form.notInVersion', { version: values.version, events: missing.map(eventWords.event).join(', ') })}
            </Text>
          )}
          <Text size="sm" className={classes.tip}>
            <Trans
              t={t}
              i18nKey="form.affiliateTip"
              components={{ allow: <TextLink to="/webhook/affiliates" fz="sm" /> }}
            />
          </Text>
        </Section>
        <Section title={t('form.products')} hint={t('form.productsHint')} id="products-section">
          <ProductField
            scope={values.scope}
            productId={values.productId}
            error={fieldErrors.productId}
            onScope={(scope) => set('scope', scope)}
            onProduct={(productId) => set('productId', productId)}
          />
        </Section>
        <Section title={t('form.url')} hint={t('form.urlHint')} id="url-section">
          <UrlField
            value={values.url}
            saved={base.values.url}
            error={fieldErrors.url}
            fixed={fixedUrl}
            onChange={(url) => set('url', url)}
          />
          {addressCheck ? (
            addressCheck(values.url.trim() !== base.values.url)
          ) : (
            <Text size="xs" c="dimmed">
              {t('form.urlChecked')}
            </Text>
          )}
        </Section>
        <Advanced
          openAtFirst={hasAdvanced(initial)}
          version={values.version}
          onVersion={chooseVersion}
          hottokInBody={values.hottokInBody}
          onHottokInBody={(hottokInBody) => set('hottokInBody', hottokInBody)}
          maxPerSecond={values.maxPerSecond}
          maxPerSecondError={fieldErrors.maxPerSecond}
          onMaxPerSecond={(maxPerSecond) => set('maxPerSecond', maxPerSecond)}
        />
        <div className={classes.end}>
          {other && <OtherEditNote edit={other} onChoose={choose} />}
          {error !== null && error !== undefined && !saving.isPending && (
            <SaveProblem error={error} marked={formFields.some((field) => fieldErrors[field])} />
          )}
          <Group gap="sm">
            <ActButton type="submit" size="md" act={saving}>
              {t('form.save')}
            </ActButton>
            <CancelLink />
          </Group>
        </div>
      </Panel>
      <LeaveGuard active={changed} saved={saved} onLeave={draft.end} />
    </form>
  )
}

function focusFirst(errors: FormErrors) {
  const first = formFields.find((field) => errors[field])
  if (first) focusOn(elementIds[first])
}

function focusOn(id: string) {
  // After the error is on the page, so that it is read out with its field.
  requestAnimationFrame(() => {
    document.getElementById(id)?.focus()
    // All of the choices, not their heading alone.
    if (id === otherEditId) document.getElementById(id)?.closest('section')?.scrollIntoView({ block: 'center' })
  })
}

function pick(from: Edited, fields: readonly EditedField[]): Partial<Edited> {
  return Object.fromEntries(fields.map((field) => [field, from[field]]))
}

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly hint?: string
  readonly children: ReactNode
}

function Section({ id, title, hint, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className={classes.section}>
      <div>
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        {hint && (
          <Text size="sm" c="dimmed" id={`${id}-hint`} mt={4}>
            {hint}
          </Text>
        )}
      </div>
      <Stack gap="md" miw={0}>
        {children}
      </Stack>
    </section>
  )
}

interface AdvancedProps {
  readonly openAtFirst: boolean
  readonly version: PayloadVersion
  readonly onVersion: (version: PayloadVersion) => void
  readonly hottokInBody: boolean
  readonly onHottokInBody: (on: boolean) => void
  readonly maxPerSecond: string
  readonly maxPerSecondError?: string | undefined
  readonly onMaxPerSecond: (text: string) => void
}

function Advanced(props: AdvancedProps) {
  const { openAtFirst, version, onVersion, hottokInBody, onHottokInBody } = props
  const { maxPerSecond, maxPerSecondError, onMaxPerSecond } = props
  const { t } = useTranslation('configurations')
  const [open, setOpen] = useState(openAtFirst)
  // In this version the token is one of the parameters.
  const always = version === '1.0.0'
  return (
    <details
      className={classes.advanced}
      // The section opens to show its error.
      open={open || maxPerSecondError !== undefined}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{t('form.advanced')}</summary>
      <Stack gap="lg" mt="md" maw="36rem">
        <NativeSelect
          label={t('form.version')}
          description={t('form.versionHint')}
          maw="20rem"
          value={version}
          data={[...payloadVersions]}
          onChange={({ currentTarget: { value } }) => {
            const chosen = payloadVersions.find((known) => known === value)
            if (chosen) onVersion(chosen)
          }}
        />
        <Checkbox
          label={t('form.hottok')}
          description={t(always ? 'form.hottokAlways' : 'form.hottokHint')}
          checked={hottokInBody || always}
          disabled={always}
          onChange={({ currentTarget }) => onHottokInBody(currentTarget.checked)}
        />
        <NumberInput
          id="maxPerSecond"
          label={t('form.maxPerSecond')}
          description={t('form.maxPerSecondHint')}
          classNames={{ wrapper: classes.pace ?? '' }}
          // A wrong number gets an error; it is not corrected.
          clampBehavior="none"
          allowedDecimalSeparators={['.', ',']}
          startValue={1}
          min={1}
          max={maxPerSecondMost}
          value={maxPerSecond}
          error={maxPerSecondError}
          onChange={(value) => onMaxPerSecond(String(value))}
        />
      </Stack>
    </details>
  )
}

function SaveProblem({ error, marked }: { readonly error: unknown; readonly marked: boolean }) {
  const { t } = useTranslation('configurations')
  return (
    <ProblemNote error={error} {...(marked && { text: t('problems.fields') })}>
      {!marked && <Text size="sm">{t('problems.nothingLost')}</Text>}
    </ProblemNote>
  )
}

function CancelLink() {
  const { t } = useTranslation('ui')
  return (
    <ButtonLink to="/webhook/configurations" variant="default" size="md">
      {t('cancel')}
    </ButtonLink>
  )
}

interface LeaveGuardProps {
  readonly active: boolean
  readonly saved: { readonly current: boolean }
  readonly onLeave: () => void
}

/** Asks before typed text is lost. */
function LeaveGuard({ active, saved, onLeave }: LeaveGuardProps) {
  const { t } = useTranslation('configurations')
  const isActive = useRef(active)
  useEffect(() => {
    isActive.current = active
  }, [active])
  const asks = () => isActive.current && !saved.current
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => asks() && current.pathname !== next.pathname,
    // To sign in again is no reason to lose anything: the draft is put back afterwards.
    enableBeforeUnload: () => asks() && currentTrouble() !== 'session-over',
    withResolver: true,
  })
  return (
    <ConfirmDialog
      opened={status === 'blocked'}
      title={t('leave.title')}
      confirmLabel={t('leave.confirm')}
      danger
      onConfirm={() => {
        onLeave()
        proceed?.()
      }}
      onClose={() => reset?.()}
    >
      <Text size="sm">{t('leave.text')}</Text>
    </ConfirmDialog>
  )
}
