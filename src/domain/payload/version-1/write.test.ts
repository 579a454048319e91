import { describe, expect, it } from 'vitest'
import {
  asCount,
  asDecimal,
  asLowerCase,
  asMoment,
  asMomentOfText,
  asMoney,
  asOneOf,
  asText,
  inSmallWords,
} from './write.ts'

describe('money', () => {
  it.each([
    [1500, '1500.00'],
    [149.5, '149.50'],
    [0, '0.00'],
    [0.1 + 0.2, '0.30'],
    // The written decimal counts, not the double a little below it.
    [1.005, '1.01'],
    [10.235, '10.24'],
    [-5.5, '-5.50'],
    [-0.001, '0.00'],
    [999_999_999_999.99, '999999999999.99'],
  ])('%d has two decimals: %s', (value, text) => {
    expect(asMoney(value)).toBe(text)
  })

  it.each(['1500', null, true, {}])('of %j is not sent', (value) => {
    expect(asMoney(value)).toBeUndefined()
  })
})

describe('a rate', () => {
  it.each([
    [5.4, '5.4'],
    [1, '1'],
    [0.0000001, '0.0000001'],
    [5.123456789, '5.123456789'],
  ])('%d keeps its digits: %s', (value, text) => {
    expect(asDecimal(value)).toBe(text)
  })
})

describe('a moment', () => {
  it('has no fraction of a second, and a Z', () => {
    expect(asMoment(1511783344000)).toBe('2017-11-27T11:49:04Z')
    expect(asMoment(1511783344999)).toBe('2017-11-27T11:49:04Z')
    expect(asMoment(253_402_300_799_999)).toBe('9999-12-31T23:59:59Z')
  })

  it.each([9e15, Number.NaN, '2017-11-27', null])('of %j is not sent', (value) => {
    expect(asMoment(value)).toBeUndefined()
  })

  it.each([
    ['2017-12-27T00:00:00Z', '2017-12-27T00:00:00Z'],
    ['2017-12-27T00:00:00.000Z', '2017-12-27T00:00:00Z'],
    ['2017-12-26T21:00:00-03:00', '2017-12-27T00:00:00Z'],
    ['2017-12-27', '2017-12-27T00:00:00Z'],
  ])('written as %s is sent as %s', (text, sent) => {
    expect(asMomentOfText(text)).toBe(sent)
  })

  it.each(['2017-12-27T00:00:00', 'tomorrow', '2017-13-27T00:00:00Z', '27/12/2017', 1511783344000])(
    'written as %s is ambiguous, and is not sent',
    (text) => {
      expect(asMomentOfText(text)).toBeUndefined()
    },
  )
})

it('texts are sent unchanged, and values that are not plain are not sent', () => {
  expect([asText('a b'), asText(7), asText(false)]).toEqual(['a b', '7', 'false'])
  expect([asText(''), asText(null), asText([1]), asText({ a: 1 })]).toEqual(Array(4).fill(undefined))
  expect([asLowerCase('BILLET_PRINTED'), asLowerCase(1)]).toEqual(['billet_printed', undefined])
})

it('an unknown value is written in the style of the known ones', () => {
  const name = asOneOf({ ACTIVE: 'on' }, inSmallWords)
  expect([name('ACTIVE'), name('ON_TRIAL'), name('constructor')]).toEqual(['on', 'on trial', 'constructor'])
  expect([name(''), name(1), name(null)]).toEqual([undefined, undefined, undefined])
})

it('a count of 0 is not written', () => {
  expect([asCount(0), asCount(3)]).toEqual([undefined, '3'])
})
