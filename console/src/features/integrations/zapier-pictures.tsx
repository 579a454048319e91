import { IconArrowDown, IconBolt, IconCheck, IconSearch } from '@tabler/icons-react'
import type { PropsWithChildren, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './zapier-pictures.module.css'
import { connectionFields, learningPlatform, orderFields, triggers } from './zapier-words.ts'

/** Drawings of Zapier's screens. The real screens belong to Zapier and change. */

export function EventPicture() {
  const { t } = useTranslation('integrations')
  return (
    <Picture caption={t('zapier.pictures.event')}>
      {triggers.map((label, index) => (
        <Row key={label} chosen={index === 0}>
          {label}
        </Row>
      ))}
    </Picture>
  )
}

export function ConnectionPicture() {
  const { t } = useTranslation('integrations')
  return (
    <Picture caption={t('zapier.pictures.account')}>
      <Field label={connectionFields[0]}>{t('zapier.pictures.yourShop')}</Field>
      <Field label={connectionFields[1]}>{window.location.origin}</Field>
      {connectionFields.slice(2).map((label) => (
        <Field key={label} label={label}>
          ••••••••
        </Field>
      ))}
    </Picture>
  )
}

export function SettingPicture() {
  const { t } = useTranslation('integrations')
  const [product, event, name] = orderFields
  return (
    <Picture caption={t('zapier.pictures.setting')}>
      <Field label={product}>{t('zapier.pictures.yourProduct')}</Field>
      <Field label={event}>{t('zapier.pictures.approved')}</Field>
      <Field label={name}>{t('zapier.pictures.settingName')}</Field>
    </Picture>
  )
}

/** Order (approved) → its e-mail → Find User: who has bought is a student. */
export function LearningZapPicture() {
  const { t } = useTranslation('integrations')
  return (
    <Picture caption={t('zapier.pictures.learning')}>
      <div className={classes.step}>
        <IconBolt size={18} aria-hidden />
        <span lang="en">1. {triggers[0]}</span>
      </div>
      <Field label={orderFields[1]}>{t('zapier.pictures.approved')}</Field>
      <div className={classes.arrow}>
        <IconArrowDown size={18} aria-hidden />
        <span lang="en">{learningPlatform.field}: ana.souza@example.com</span>
      </div>
      <div className={classes.step}>
        <IconSearch size={18} aria-hidden />
        <span lang="en">2. {learningPlatform.findOrCreate}</span>
      </div>
      <Field label={learningPlatform.field}>
        <span lang="en">1. {learningPlatform.field}</span>
      </Field>
      <Row chosen>{t('zapier.pictures.found')}</Row>
    </Picture>
  )
}

function Picture({ caption, children }: PropsWithChildren<{ caption: string }>) {
  return (
    <figure className={classes.picture}>
      <div className={classes.window}>{children}</div>
      <figcaption className={classes.caption}>{caption}</figcaption>
    </figure>
  )
}

function Field({ label, children }: PropsWithChildren<{ label: ReactNode }>) {
  return (
    <div className={classes.field}>
      <span className={classes.label} lang="en">
        {label}
      </span>
      <span className={classes.value}>{children}</span>
    </div>
  )
}

function Row({ chosen = false, children }: PropsWithChildren<{ chosen?: boolean }>) {
  return (
    <div className={classes.row} data-chosen={chosen || undefined}>
      <span>{children}</span>
      {chosen && <IconCheck size={18} aria-hidden />}
    </div>
  )
}
