import { afterAll, beforeAll, describe } from 'vitest'
import { type Postback, startPostback } from '../support/harness.ts'
import { runScenarios } from '../support/scenario.ts'

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
})
afterAll(() => postback.close())

const ana = { account: 'ana' }
const bia = { account: 'bia' }

describe('accounts, products and affiliations', () => {
  runScenarios(
    () => postback,
    [
      {
        title: 'an account is created with what is given, and defaults for the rest',
        request: ['PUT', '/v1/accounts/ana', { name: 'Ana' }],
        status: 201,
        mustContain: ['"id":"ana"', '"email":null', '"locale":"en"', '"timeZone":"UTC"'],
        mustNotContain: ['hottok', 'testSecret'],
      },
      {
        title: 'an account that is there is changed',
        request: ['PUT', '/v1/accounts/ana', { name: 'Ana', locale: 'pt-BR', timeZone: 'America/Sao_Paulo' }],
        status: 200,
        mustContain: ['"locale":"pt-BR"'],
      },
      {
        title: 'a second account',
        request: ['PUT', '/v1/accounts/bia', { name: 'Bia', email: 'bia@example.com' }],
        status: 201,
      },
      {
        title: 'a time zone that does not exist is refused',
        request: ['PUT', '/v1/accounts/ana', { name: 'Ana', timeZone: 'Mars/Olympus' }],
        status: 400,
        mustContain: ['"/timeZone"', 'America/Sao_Paulo'],
      },
      {
        title: 'a name with a control character is refused',
        request: ['PUT', '/v1/accounts/ana', { name: 'A\u0000' }],
        status: 400,
        mustContain: ['"/name"', 'control characters'],
      },
      {
        title: 'an account id with a slash in it is refused',
        request: ['PUT', '/v1/accounts/a%2Fb', { name: 'A' }],
        status: 400,
        mustContain: ['{accountId}'],
      },
      {
        title: 'me names the caller and the account',
        request: ['GET', '/v1/me', undefined, ana],
        status: 200,
        mustContain: ['"by":"platform"', '"id":"ana"'],
        mustNotContain: ['hottok'],
      },
      { title: 'me without an account', request: ['GET', '/v1/me'], status: 200, mustContain: ['"account":null'] },
      {
        title: 'an account that is not there is not found',
        request: ['GET', '/v1/me', undefined, { account: 'nobody' }],
        status: 404,
        mustContain: ['There is no account nobody'],
      },
      {
        title: 'a product of an unknown account is refused',
        request: ['PUT', '/v1/products/7', { name: 'Bread', accountId: 'nobody' }],
        status: 422,
        mustContain: ['unknown_account', '"/accountId"'],
      },
      {
        title: 'a product is created, and gets a ucode',
        request: ['PUT', '/v1/products/7', { name: 'Bread', accountId: 'ana', coProducers: ['bia'] }],
        status: 201,
        mustContain: ['"id":7', '"ucode":"', '"coProducers":["bia"]'],
      },
      {
        title: 'a product number that is none is refused',
        request: ['PUT', '/v1/products/seven', { name: 'Bread', accountId: 'ana' }],
        status: 400,
        mustContain: ['{productId}', 'must be a whole number'],
      },
      { title: 'another product', request: ['PUT', '/v1/products/8', { name: 'Cake', accountId: 'ana' }], status: 201 },
      {
        title: 'the first page of products, with a cursor',
        request: ['GET', '/v1/products?limit=1', undefined, ana],
        status: 200,
        mustContain: ['"id":7', '"nextCursor":"'],
        mustNotContain: ['"id":8'],
      },
      {
        title: 'the second page of products',
        request: [
          'GET',
          `/v1/products?limit=1&cursor=${Buffer.from('products:7').toString('base64url')}`,
          undefined,
          ana,
        ],
        status: 200,
        mustContain: ['"id":8', '"nextCursor":null'],
      },
      {
        title: 'a co-producer sees the product too',
        request: ['GET', '/v1/products', undefined, bia],
        status: 200,
        mustContain: ['"id":7'],
        mustNotContain: ['"id":8'],
      },
      {
        title: 'a cursor of another list is refused',
        request: ['GET', `/v1/products?cursor=${Buffer.from('deliveries:7').toString('base64url')}`, undefined, ana],
        status: 400,
        mustContain: ['?cursor', 'is not a cursor of this list'],
      },
      {
        title: 'the producer adds an affiliate',
        request: [
          'PUT',
          '/v1/products/8/affiliates/AF1',
          { accountId: 'bia', name: 'Bia', sharesBuyerData: false },
          ana,
        ],
        status: 201,
        mustContain: ['"affiliateCode":"AF1"'],
      },
      {
        title: 'the platform changes an affiliation without naming an account',
        request: ['PUT', '/v1/products/8/affiliates/AF1', { accountId: 'bia', name: 'Bia', sharesBuyerData: true }],
        status: 200,
        mustContain: ['"sharesBuyerData":true'],
      },
      {
        title: 'the affiliate cannot see who else promotes the product',
        request: ['GET', '/v1/products/8/affiliates', undefined, bia],
        status: 404,
      },
      {
        title: 'the affiliate cannot let itself see buyer data',
        request: [
          'PUT',
          '/v1/products/8/affiliates/AF1',
          { accountId: 'bia', name: 'Bia', sharesBuyerData: true },
          bia,
        ],
        status: 404,
      },
      {
        title: 'affiliations in a list',
        request: ['GET', '/v1/products/8/affiliates', undefined, ana],
        status: 200,
        mustContain: ['"affiliateCode":"AF1"', '"nextCursor":null'],
      },
      {
        title: 'an affiliate code that a view could take for more is refused',
        request: [
          'PUT',
          '/v1/products/8/affiliates/AF1%2Bbuyer',
          { accountId: 'bia', name: 'B', sharesBuyerData: false },
        ],
        status: 400,
        mustContain: ['{affiliateCode}'],
      },
    ],
  )
})
