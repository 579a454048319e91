/** Limits that several fields share. Generous: they keep nonsense out, not unusual sales. */

/** Just under 10^12: cents are still exact in a double. */
export const money = { minimum: 0, maximum: 999_999_999_999.99 }
/** A correction can be negative. */
export const signedMoney = { minimum: -999_999_999_999.99, maximum: 999_999_999_999.99 }
export const currency = { minLength: 3, maxLength: 3, orEmpty: true }
export const country = { minLength: 2, maxLength: 2, orEmpty: true }
/** Of a value that is in no list of ours yet. */
export const otherValue = { maxLength: 64 }
/** Between two charges of a subscription; 0 where there are none. */
export const days = { minimum: 0, maximum: 9_999 }
/** Charges of a subscription. */
export const charges = { minimum: 0, maximum: 99_999 }
/** Up to the end of the year 9999. */
export const milliseconds = { minimum: 0, maximum: 253_402_300_799_999 }
/** A moment that Hotmart knows to the second: its milliseconds are always zero, and strict receivers refuse any other. */
export const wholeSeconds = { ...milliseconds, multipleOf: 1_000 }
/** A moment as a text. Longest on input, with a fraction and a zone. */
export const moment = { maxLength: 35, isMoment: true }
export const wholeNumber = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
export const email = { maxLength: 254 }
export const givenEmail = { minLength: 3, maxLength: 254, orEmpty: true }
export const name = { maxLength: 255 }
export const code = { maxLength: 64 }
/** Eight in all captured bodies. */
export const subscriberCode = { minLength: 1, maxLength: 64 }
export const document = { maxLength: 32 }
export const phone = { maxLength: 32 }
export const place = { maxLength: 120 }
/** A tag often carries a whole campaign name. */
export const tag = { maxLength: 500 }
export const url = { maxLength: 2048 }
