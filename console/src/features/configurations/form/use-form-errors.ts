import { isApiError } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { addressLengthMost, addressProblem, isOnlyDoubt, isUnprotected } from '../address/address-problem.ts'
import { type FormField, type FormValues, formFields, isPace, maxPerSecondMost, nameLengthMost } from './form-values.ts'

export type FormErrors = Partial<Record<FormField, string>>

interface FormErrorWords {
  /** The errors that the page finds itself. */
  before(values: FormValues): FormErrors
  /** The server's errors about fields; empty if its error is about something else. */
  after(error: unknown, values: FormValues): FormErrors
  address(text: string): string | null
}

/** The error of each field, in the reader's language. */
export function useFormErrors(): FormErrorWords {
  const { t } = useTranslation('configurations')

  const address = (text: string) => {
    const problem = addressProblem(text)
    return problem === null ? null : t(`form.urlProblems.${problem}`, { most: addressLengthMost })
  }

  const refusedAddress = (code: string, text: string) => {
    if (code === 'blocked_address') {
      return t(URL.parse(text.trim())?.port ? 'form.urlProblems.port' : 'form.urlProblems.blocked')
    }
    if (isUnprotected(text)) return t('form.urlProblems.scheme')
    return address(text) ?? t('form.urlProblems.incomplete')
  }

  const pace = () => t('form.errors.maxPerSecond', { most: maxPerSecondMost })

  const refused = (field: FormField, code: string, values: FormValues) => {
    if (field === 'url') return refusedAddress(code, values.url)
    if (code === 'event_not_in_version') return t('form.errors.eventsVersion', { version: values.version })
    if (field === 'productId') return t('form.errors.productUnknown')
    if (field === 'maxPerSecond') return pace()
    if (field === 'name' && values.name.trim() === '') return t('form.errors.name')
    return t('form.errors.other')
  }

  return {
    address,
    before: ({ name, events, scope, productId, url, maxPerSecond }) => {
      const errors: FormErrors = {}
      if (name.trim() === '') errors.name = t('form.errors.name')
      else if (name.trim().length > nameLengthMost) errors.name = t('form.errors.nameLength', { most: nameLengthMost })
      if (events.length === 0) errors.events = t('form.errors.events')
      if (scope === 'one' && productId === null) errors.productId = t('form.errors.product')
      const wrong = address(url)
      if (wrong !== null && !isOnlyDoubt(addressProblem(url))) errors.url = wrong
      if (!isPace(maxPerSecond)) errors.maxPerSecond = pace()
      return errors
    },
    after: (error, values) => {
      if (!isApiError(error)) return {}
      const fields = error.errors.flatMap(({ pointer }) => {
        const field = formFields.find((name) => pointer === `/${name}` || pointer.startsWith(`/${name}/`))
        return field ? [[field, refused(field, error.code, values)] as const] : []
      })
      return Object.fromEntries(fields)
    },
  }
}
