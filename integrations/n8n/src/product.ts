/**
 * The product that a parameter names; null: all products. A text that is not a number must not come to mean all.
 * @throws Error
 */
export function productOf(parameter: unknown): number | null {
  const text = String(parameter ?? '').trim()
  if (text === '') return null
  if (/^\d+$/.test(text)) return Number(text)
  throw new Error(
    `Product: ${JSON.stringify(parameter)} is no ID of a product. Choose one from the list, or give its number.`,
  )
}
