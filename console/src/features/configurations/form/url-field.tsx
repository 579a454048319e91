import { Button, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressProblem, isCertain, isOnlyDoubt, isUnprotected, meantAddress } from '../address/address-problem.ts'
import classes from './url-field.module.css'
import { useFormErrors } from './use-form-errors.ts'

interface UrlFieldProps {
  readonly value: string
  /** The address that the server has accepted; empty: none yet. */
  readonly saved: string
  /** After trying to save. */
  readonly error?: string | undefined
  /** Why it cannot be changed here. */
  readonly fixed?: string | undefined
  readonly onChange: (url: string) => void
}

/** Shows errors while the reader types, but not before the text is complete enough to judge. */
export function UrlField({ value, saved, error, fixed, onChange }: UrlFieldProps) {
  const { t } = useTranslation('configurations')
  const words = useFormErrors()
  const [left, setLeft] = useState(value !== '')
  const problem = addressProblem(value)
  const doubtful = isOnlyDoubt(problem)
  const telling = problem !== null && problem !== 'empty' && !doubtful && (left || isCertain(problem))
  const shown = error ?? (telling ? words.address(value) : null)
  const meant = left || error ? meantAddress(value) : null
  // At once, not on blur: an error that appears on blur would move Save away from the pointer.
  const doubts = [
    doubtful && value.trim() !== saved && words.address(value),
    (problem === null || doubtful) && isUnprotected(value) && t('form.http'),
  ].filter((doubt) => typeof doubt === 'string')
  return (
    <Stack gap="xs" align="stretch">
      <TextInput
        id="url"
        aria-label={t('form.url')}
        aria-describedby={fixed === undefined ? 'url-section-hint' : 'url-section-hint url-description'}
        type="url"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        placeholder="https://"
        readOnly={fixed !== undefined}
        description={fixed}
        value={value}
        error={shown}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onBlur={() => {
          setLeft(true)
          if (value !== value.trim()) onChange(value.trim())
        }}
      />
      {!error &&
        doubts.map((doubt) => (
          <Text key={doubt} size="sm" className={classes.doubt} role="status">
            <IconAlertTriangle size={16} aria-hidden /> {doubt}
          </Text>
        ))}
      {meant !== null && (
        <Button
          variant="light"
          size="compact-sm"
          className={classes.meant ?? ''}
          onClick={() => {
            onChange(meant)
            document.getElementById('url')?.focus()
          }}
        >
          {t('form.useInstead', { address: meant })}
        </Button>
      )}
    </Stack>
  )
}
