import { describe, expect, it } from 'vitest'
import { matchesSale, readSaleQuery } from './sale-query.ts'
import { saleWordsMax, wordsOfSale } from './sale-words.ts'
import { wordsOfBody } from './words-of-body.ts'

const document = {
  buyer: { name: 'Mariná Sóuza da Silva', email: 'Marina.Souza@Example.com' },
  purchase: { transaction: 'HP1701234', order_bump: { is_order_bump: true, parent_purchase_transaction: 'HP999' } },
  subscription: { subscriber: { code: 'ABC123' } },
}
const marina = wordsOfSale('HP1701234', document)

function finds(query: string, sale = marina, seesBuyer = true): boolean {
  const read = readSaleQuery(query)
  return read?.kind === 'words' && matchesSale(read.words, sale, seesBuyer)
}

describe('a search for sales', () => {
  it.each([
    ['the whole e-mail address', 'marina.souza@example.com'],
    ['the beginning of the e-mail address', 'marina.sou'],
    ['three letters of a name', 'Mar'],
    ['a name without its accents, in any case', 'SOUZA'],
    ['a name with accents that the buyer left out', 'sílva'],
    ['several words in any order', 'souza marina'],
    ['the beginning of the transaction code', 'hp17'],
    ['the end of the transaction code', '1234'],
    ['a code beside a name', 'hp1701234 marina'],
    ['the code of the subscriber', 'abc123'],
    ['words between commas', 'Souza, Marina'],
    ['an address as a mail program copies it', 'Marina Souza <marina.souza@example.com>'],
  ])('finds a sale by %s', (_title, query) => {
    expect(finds(query)).toBe(true)
  })

  it.each([
    ['a word that is in the middle', 'ouza'],
    ['one word too many', 'marina costa'],
    ['three characters from the end of the code', '234'],
    ['the mark of a reversed code, typed', '<4321'],
  ])('does not find it by %s', (_title, query) => {
    expect(finds(query)).toBe(false)
  })

  it('finds nothing by the buyer where the reader may not see the buyer', () => {
    expect(finds('marina', marina, false)).toBe(false)
    expect(finds('hp1701234', marina, false)).toBe(true)
  })

  it.each(['', '  ', 'ab', 'a b c', '@', '"'])('is refused when nothing in it is long enough: %j', (query) => {
    expect(readSaleQuery(query)).toBeNull()
  })

  it('takes two characters of a script whose names are short', () => {
    const sale = wordsOfSale('HP1', { buyer: { name: '王 小明', email: 'w@example.com' } })
    expect(finds('小明', sale)).toBe(true)
    expect(readSaleQuery('王')).toBeNull()
  })

  it('recognises an event id and a delivery id', () => {
    expect(readSaleQuery('019b8e07-4600-7038-b0f9-bc5e2da3a059')).toEqual({
      kind: 'id',
      id: '019b8e07-4600-7038-b0f9-bc5e2da3a059',
    })
    expect(readSaleQuery('dlv_019b8e0746007038b0f9bc5e2da3a059')).toEqual({
      kind: 'id',
      id: '019b8e07-4600-7038-b0f9-bc5e2da3a059',
    })
  })

  it('keeps at most eight words of a sale, the last name among them', () => {
    const name = 'Pedro de Alcântara João Carlos Leopoldo Salvador Bibiano'
    const { own, buyer } = wordsOfSale('HP1701234', { ...document, buyer: { name, email: 'p@example.com' } })
    expect(own.length + buyer.length).toBe(saleWordsMax)
    expect(buyer).toEqual(['p@example.com', 'pedro', 'de', 'bibiano'])
  })

  it.each([
    ['JSON of version 2.0.0', JSON.stringify({ data: { buyer: { name: 'Ana Lima', email: 'ana@example.com' } } })],
    ['a form', 'email=ana%40example.com&first_name=Ana&last_name=Lima'],
    ['JSON without an envelope', JSON.stringify({ buyer: { name: 'Ana Lima', email: 'ana@example.com' } })],
  ])('reads the words of a legacy post from %s', (_title, body) => {
    expect(wordsOfBody('HP1', body).buyer).toEqual(['ana@example.com', 'ana', 'lima'])
  })

  it.each(['{"data":', '<html>', ''])('reads only the code from a body that names no buyer: %j', (body) => {
    expect(wordsOfBody('HP1', body)).toEqual({ own: ['hp1', '<1ph'], buyer: [] })
  })
})
