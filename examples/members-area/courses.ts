import type { BoughtProduct } from './facts.ts'

/** The course that a product gives; with an offer or a plan, only purchases with that one. */
export interface CourseRule {
  readonly productId: number
  readonly offer?: string
  readonly plan?: string
  readonly course: string
}

/** The most specific rule that fits. Without one, the course has the name of the product. */
export function courseFor(product: BoughtProduct, rules: readonly CourseRule[]): string {
  const fitting = rules.filter(
    ({ productId, offer, plan }) =>
      productId === product.id &&
      (offer === undefined || offer === product.offer) &&
      (plan === undefined || plan === product.plan),
  )
  const [best] = fitting.toSorted((a, b) => particularity(b) - particularity(a))
  return best?.course ?? product.name
}

function particularity({ offer, plan }: CourseRule): number {
  return (offer === undefined ? 0 : 1) + (plan === undefined ? 0 : 1)
}
