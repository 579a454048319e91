const transactions = 1_000_000_000_000
const subscriberCodeLength = 8

/**
 * The code of a test's transaction: `HP00` and twelve digits, a range that no checkout uses.
 * @param seed an integer
 */
export function testTransaction(seed: number): string {
  return `HP00${String(seed % transactions).padStart(12, '0')}`
}

/** A subscriber code: eight letters and digits. @param seed an integer */
export function testSubscriberCode(seed: number): string {
  return (seed % 36 ** subscriberCodeLength).toString(36).toUpperCase().padStart(subscriberCodeLength, '0')
}
