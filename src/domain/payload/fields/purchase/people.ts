import { format } from '../../rows/format.ts'
import * as limit from '../../rows/limits.ts'
import { always, when } from '../../rows/presence.ts'
import { dataFields, derived, field, required, sharing } from '../../rows/row.ts'

export const affiliatesParameters = dataFields(
  'affiliates',
  field.list(
    'affiliates[]',
    'Who brought the buyer. Never empty: without an affiliate it holds one entry whose fields are empty texts, so test the code and not the length. An affiliate sees only the own entry.',
    { presence: always },
  ),
  field.affiliateCode(
    'affiliates[].affiliate_code',
    'Code of the affiliate for this product; an empty text if there is none.',
    { presence: when.ifReported },
  ),
  field.text('affiliates[].name', 'Name of the affiliate; an empty text if there is none.', 'Bruno Lima', {
    presence: when.ifReported,
  }),
)

export const buyerParameters = dataFields(
  'buyer',
  ...sharing(
    { affiliate: 'with-buyer-data', presence: when.collected },
    field.object(
      'buyer',
      'Who bought. An affiliate gets it only if the producer lets affiliates see the data of buyers.',
      required,
    ),
    field.email('buyer.email', 'E-mail address of the buyer, as typed: compare it without regard to capitals.', {
      limit: limit.givenEmail,
      ...required,
    }),
    field.personName('buyer.name', 'Full name of the buyer.', { presence: when.reported }),
    field.text('buyer.first_name', 'First name of the buyer.', 'Ana', {
      presence: when.reportedSince2025,
      since: '2025',
    }),
    field.text('buyer.last_name', 'Last name of the buyer.', 'Souza', {
      presence: when.reportedSince2025,
      since: '2025',
    }),
    field.uuid(
      'buyer.ucode',
      'Identifier of the buyer at the platform: the same in every purchase of that person.',
      '3f6a7c1e-52d4-4b0c-9c1b-7d0a4e2f8b65',
      { presence: when.ifReported },
    ),
    field.phone('buyer.checkout_phone', 'Telephone number typed at the checkout.', '11999990000'),
    field.phone('buyer.checkout_phone_code', 'Area code of that number.', '11', { presence: when.collectedInBrazil }),
    field.document(
      'buyer.document',
      'Tax or identity number of the buyer. A text: it can begin with zeros.',
      '00000000000',
      {
        since: '2025',
      },
    ),
    field.choice(
      'buyer.document_type',
      'What kind of number that is: CPF and CNPJ in Brazil, DNI and CIF in Spain, DOCUMENT for any other.',
      'CPF',
      {
        enum: ['CPF', 'CNPJ', 'DNI', 'CIF', 'DOCUMENT'],
        format: format.capitals,
        presence: when.documentGiven,
        since: '2025',
      },
    ),
    field.object('buyer.address', 'Where the buyer lives. Often country and country_iso only.'),
    field.country(
      'buyer.address.country_iso',
      'Code of the country. Hotmart’s documentation names ISO 3166-2; what is sent are the two letters of 3166-1.',
    ),
    field.place(
      'buyer.address.country',
      'Name of the country. It varies with the language: decide by country_iso.',
      'Brasil',
      { format: format.checkoutLanguage },
    ),
    ...sharing(
      { since: '2025' },
      field.text('buyer.address.zipcode', 'Postal code.', '01310100', {
        limit: { maxLength: 20 },
        format: format.postalCode,
      }),
      field.place('buyer.address.state', 'State or province.', 'São Paulo'),
      field.place('buyer.address.city', 'City.', 'São Paulo'),
      field.place('buyer.address.neighborhood', 'District of the city.', 'Bela Vista'),
      field.text('buyer.address.complement', 'Flat, floor or how to find the house.', 'Apto 42'),
      field.text('buyer.address.number', 'House number. A text: it can hold letters.', '1000', {
        limit: { maxLength: 30 },
      }),
      field.text(
        'buyer.address.address',
        'Street. This is the key that is sent, although Hotmart’s documentation calls it street.',
        'Avenida Paulista',
      ),
    ),
    field.text(
      'buyer.address.street',
      'Street as Hotmart’s documentation spells the key. Its deliveries never carried it: read address instead.',
      'Avenida Paulista',
      { presence: when.underThisName },
    ),
  ),
)

export const producerParameters = dataFields(
  'producer',
  field.object('producer', 'Who sells the product.', derived),
  field.text('producer.name', 'Name of the producer.', 'Padaria Boa Ltda', derived),
  field.text('producer.document', 'Tax number of the producer. A text: it can begin with zeros.', '00000000000000', {
    limit: limit.document,
    format: format.taxNumber,
    presence: when.reportedSince2025,
    affiliate: 'no',
    since: '2025',
  }),
  field.choice(
    'producer.legal_nature',
    'Whether the producer is a person (Pessoa Física) or a company (Pessoa Jurídica).',
    'Pessoa Jurídica',
    {
      enum: ['Pessoa Física', 'Pessoa Jurídica'],
      format: format.portuguese,
      presence: when.ofProducerInBrazil,
      affiliate: 'no',
      since: '2025',
    },
  ),
)
