import type { ReactNode } from 'react'
import { FormView } from './form-view.tsx'
import { JsonView } from './json-view.tsx'

interface PayloadViewProps {
  readonly label: string
  readonly text: string
  /** As the header says; undefined: not known. */
  readonly contentType: string | undefined
  readonly actions?: ReactNode
}

/** The body of a post: JSON or a form. */
export function PayloadView({ contentType, ...view }: PayloadViewProps) {
  const isForm = contentType?.startsWith('application/x-www-form-urlencoded')
  return isForm ? <FormView {...view} /> : <JsonView {...view} />
}
