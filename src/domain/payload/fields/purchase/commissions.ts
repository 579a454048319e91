import { format } from '../../rows/format.ts'
import { when } from '../../rows/presence.ts'
import { dataFields, field, sharing } from '../../rows/row.ts'

export const commissionsParameters = dataFields(
  'commissions',
  field.list(
    'commissions[]',
    'Who earns how much of the sale; the fee of the marketplace comes first. An affiliate sees the entries MARKETPLACE and AFFILIATE, a co-producer MARKETPLACE and COPRODUCER.',
  ),
  field.signedMoney('commissions[].value', 'Amount that this party earns.', 176.5),
  field.currency('commissions[].currency_value', 'Currency of the amount. It can differ from that of the price.'),
  field.choice(
    'commissions[].source',
    'Who earns it. MARKETPLACE, the fee of the platform, is missing from Hotmart’s documentation but is in every delivery: do not take the first entry for the producer’s.',
    'PRODUCER',
    { enum: ['MARKETPLACE', 'PRODUCER', 'COPRODUCER', 'AFFILIATE', 'ADDON'] },
  ),
  ...sharing(
    { presence: when.converted, since: '2024-04-25' },
    field.object('commissions[].currency_conversion', 'How the amount was converted.'),
    field.signedMoney('commissions[].currency_conversion.converted_value', 'Amount after the conversion.', 953.1),
    field.currency('commissions[].currency_conversion.converted_to_currency', 'Currency after the conversion.'),
    field.money('commissions[].currency_conversion.conversion_rate', 'Rate by which the amount was multiplied.', 5.4, {
      limit: { minimum: 0, maximum: 1_000_000_000 },
      format: format.number,
    }),
  ),
)
