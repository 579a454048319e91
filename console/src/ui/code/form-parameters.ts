export interface FormParameter {
  readonly name: string
  readonly value: string
}

/** The parameters of a form, in their order. */
export function formParameters(text: string): readonly FormParameter[] {
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }))
}
