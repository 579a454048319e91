import { Checkbox, Group, NativeSelect, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ConfigurationInput, type PayloadVersion, payloadVersions } from '@postback/sdk'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import type { KnownEvent } from '../../../data/event-types.ts'
import { ActButton } from '../../../ui/acts/act-button.tsx'
import type { ActState } from '../../../ui/acts/one-press.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ButtonLink, TextLink } from '../../../ui/navigation/links.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../../words/use-words.ts'
import { ProblemNote } from '../notes/problem-note.tsx'
import classes from './configuration-form.module.css'
import { EventsField, firstEventId } from './events-field.tsx'
import {
  type FormField,
  type FormValues,
  formFields,
  hasAdvanced,
  inputOf,
  maxPerSecondMost,
  nameLengthMost,
} from './form-values.ts'
import { ProductField } from './product-field.tsx'
import { UrlField } from './url-field.tsx'
import { useFocusAsked } from './use-focus-asked.ts'
import { type FormErrors, useFormErrors } from './use-form-errors.ts'

interface ConfigurationFormProps {
  readonly initial: FormValues
  readonly knownEvents: readonly KnownEvent[]
  readonly saving: ActState
  /** Why saving did not work. */
  readonly error: unknown
  /** Goes to another page by itself. */
  readonly onSave: (input: ConfigurationInput, onError: (error: unknown) => void) => unknown
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
  const { initial, knownEvents, saving, error, onSave, fixedUrl, addressCheck } = props
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
  const changed = form.isDirty()
  useFocusAsked()
  const offered = knownEvents.filter(({ versions }) => versions.includes(values.version)).map(({ event }) => event)
  const missing = knownEvents.map(({ event }) => event).filter((event) => !offered.includes(event))

  const save = (given: FormValues) => {
    saved.current = true
    onSave(inputOf(given), (failure) => {
      saved.current = false
      const refused = words.after(failure, given)
      setErrors({ ...refused })
      focusFirst(refused)
    })
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
            saved={initial.url}
            error={fieldErrors.url}
            fixed={fixedUrl}
            onChange={(url) => set('url', url)}
          />
          {addressCheck ? (
            addressCheck(values.url.trim() !== initial.url)
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
      <LeaveGuard active={changed} saved={saved} />
    </form>
  )
}

function focusFirst(errors: FormErrors) {
  const first = formFields.find((field) => errors[field])
  if (!first) return
  // After the error is on the page, so that it is read out with its field.
  requestAnimationFrame(() => document.getElementById(elementIds[first])?.focus())
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
}

/** Asks before what was typed is lost. */
function LeaveGuard({ active, saved }: LeaveGuardProps) {
  const { t } = useTranslation('configurations')
  const isActive = useRef(active)
  useEffect(() => {
    isActive.current = active
  }, [active])
  const asks = () => isActive.current && !saved.current
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => asks() && current.pathname !== next.pathname,
    enableBeforeUnload: asks,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      opened={status === 'blocked'}
      title={t('leave.title')}
      confirmLabel={t('leave.confirm')}
      danger
      onConfirm={() => proceed?.()}
      onClose={() => reset?.()}
    >
      <Text size="sm">{t('leave.text')}</Text>
    </ConfirmDialog>
  )
}
