import { describe, expect, it } from 'vitest'
import { eventsOfVersion } from '../../event.ts'
import { dictionaryOf, reportedParameters } from '../dictionary.ts'
import { sizeOf } from '../documentation/size.ts'
import { purchaseFormParameters } from '../fields/version-1/form.ts'
import { type AffiliateRule, isList, type Parameter } from '../parameter.ts'
import { versionOneBody } from './bodies.ts'
import { versionOneInputs } from './inputs.ts'
import { dictionaryPath } from './source.ts'

const events = eventsOfVersion['1.0.0']
/** The order of Hotmart's own test posts; what they lack has its place beside what it belongs to. */
const wireOrder = `
  callback_type hottok aff aff_name cms_aff cms_aff_currency currency transaction xcod src payment_type payment_engine
  status refusal_reason prod prod_name hotkey producer_name producer_document producer_legal_nature transaction_ext
  purchase_date confirmation_purchase_date currency_code_from currency_code_from_ original_offer_price
  productOfferPaymentMode warranty_date product_support_email receiver_type aff_cms_rate_currency
  aff_cms_rate_commission aff_cms_rate_conversion installments_number billet_url billet_barcode funnel order_bump
  parent_purchase_transaction business_model cms_marketplace cms_vendor off coupon_code price full_price amount
  subscriber_code signature_status subscription_status name_subscription_plan recurrency_period recurrency
  subscription_date_next_charge subscription_anticipation_purchase has_co_production email name first_name last_name
  doc doc_type phone_local_code phone_number address address_district address_number address_comp address_city
  address_state address_zip_code address_country address_country_ISO phone_checkout_local_code phone_checkout_number
  sck
`
  .trim()
  .split(/\s+/)
const strictness: Readonly<Record<AffiliateRule, number>> = { yes: 0, 'with-buyer-data': 1, no: 2 }

describe.each(events)('version 1.0.0 of %s', (event) => {
  const { parameters } = versionOneBody(event)
  const reported = new Map(reportedParameters[event].map((parameter) => [parameter.path, parameter]))

  it('says all that people are told of every parameter', () => {
    for (const parameter of [...parameters, ...versionOneInputs(event)]) {
      for (const language of ['en', 'pt', 'es'] as const) {
        expect(parameter.description[language], parameter.path).toMatch(/\.$/)
        expect(parameter.format[language], parameter.path).toBeTruthy()
        expect(sizeOf(parameter)[language], parameter.path).toBeTruthy()
        if (parameter.presence.kind === 'when') expect(parameter.presence.words[language], parameter.path).toBeTruthy()
      }
      expect(parameter.example === null, parameter.path).toBe(parameter.type === 'object')
    }
  })

  it('has an example of every parameter that it could send', () => {
    for (const parameter of parameters) expect(fits(parameter), parameter.path).toBe(true)
  })

  it('takes every value from a field that platforms can report, which is not hidden from more people', () => {
    for (const { path, from, affiliate } of parameters) {
      for (const source of from) {
        const field = reported.get(dictionaryPath(source))
        expect(field, `${path} from ${source}`).toBeDefined()
        if (field) expect(strictness[affiliate], path).toBeGreaterThanOrEqual(strictness[field.affiliate])
      }
    }
  })

  it('makes something of every field that only it has', () => {
    const used = new Set(parameters.flatMap(({ from }) => from.map(dictionaryPath)))
    for (const { path } of versionOneInputs(event)) expect(used, path).toContain(path)
  })

  it('lets an affiliate see an object exactly if one of its fields may be seen', () => {
    for (const object of parameters.filter(({ type }) => type === 'object')) {
      const rules = parameters
        .filter(({ path }) => path.startsWith(`${object.path}.`))
        .map(({ affiliate }) => affiliate)
      expect(strictness[object.affiliate], object.path).toBe(Math.min(...rules.map((rule) => strictness[rule])))
    }
  })

  it('keeps what only it has out of version 2.0.0', () => {
    const later = dictionaryOf(event, '2.0.0').body.map(({ path }) => path)
    for (const { path } of versionOneInputs(event)) expect(later).not.toContain(path)
  })
})

it('the order of the wire names every parameter of a form once', () => {
  expect(purchaseFormParameters.map(({ path }) => path)).toEqual(wireOrder)
  expect(new Set(wireOrder).size).toBe(wireOrder.length)
})

it('a version that does not have an event has no dictionary for it either', () => {
  expect(() => dictionaryOf('CLUB_FIRST_ACCESS', '1.0.0')).toThrow('Version 1.0.0 has no CLUB_FIRST_ACCESS.')
})

/** Whether the example of a record keeps to its limits. */
function fits(parameter: Parameter): boolean {
  switch (parameter.type) {
    case 'string': {
      const text = parameter.example ?? ''
      if (parameter.enum) return parameter.enum.includes(text)
      return text.length >= (parameter.limit.minLength ?? 0) && text.length <= parameter.limit.maxLength
    }
    case 'integer':
    case 'number':
      return parameter.example !== null && parameter.example >= parameter.limit.minimum
    case 'boolean':
      return typeof parameter.example === 'boolean'
    case 'object':
      return !isList(parameter)
    case 'open':
      return false
  }
}
