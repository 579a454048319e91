import { expect, test } from 'vitest'
import { answerWords } from './answer-words.ts'

test.each([
  [null, null],
  ['  \n ', null],
  ['Down for maintenance\n', 'Down for maintenance'],
  ['<html><head><title>503 Service Unavailable</title></head><body><h1>No</h1>', '503 Service Unavailable'],
  ['<h1>Sorry</h1> <p>We are\nbusy', 'Sorry We are busy'],
  ['<style>p { color: red', null],
  ['{"status":500,"message":"Database is away"}', 'Database is away'],
  ['{"code":7}', '{"code":7}'],
  ['x'.repeat(100), `${'x'.repeat(79)}…`],
])('of %j is shown %j', (text, words) => {
  expect(answerWords(text)).toBe(words)
})
