import { useFormats } from './use-formats.ts'

/** Always with its own currency: "BRL", "USD". */
export function Money({ amount, currency }: { readonly amount: number; readonly currency: string }) {
  return <span>{useFormats().money(amount, currency)}</span>
}
