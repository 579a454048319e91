export interface FormParameter {
  readonly name: string
  readonly value: string
}

/** What a form says, in the order in which it says it. */
export function formParameters(text: string): readonly FormParameter[] {
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }))
}
