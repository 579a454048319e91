import type { LocalText } from '../local-text.ts'
import { nestingMax, type Parameter, type TextLimit } from '../parameter.ts'

/** The size column of the documentation: the limit that input checks enforce, in words. */
export function sizeOf(parameter: Parameter): LocalText {
  switch (parameter.type) {
    case 'string':
      return parameter.enum ? sizeOfChoice(parameter.enum, parameter.others) : sizeOfText(parameter.limit)
    case 'integer':
    case 'number':
      return sizeOfNumber(parameter.limit)
    case 'boolean':
      return { en: 'true or false', pt: 'true ou false', es: 'true o false' }
    case 'object':
      return parameter.limit ? sizeOfList(parameter.limit.maxItems) : sizeOfObject
    case 'open':
      return {
        en: `up to ${nestingMax} levels of nesting, counted from data`,
        pt: `até ${nestingMax} níveis de aninhamento, contados a partir de data`,
        es: `hasta ${nestingMax} niveles de anidamiento, contados desde data`,
      }
  }
}

/** Made once: making a formatter costs more than formatting all the figures of a page. */
const digits = {
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 2 }),
  pt: new Intl.NumberFormat('pt-BR', { maximumFractionDigits: 2 }),
  es: new Intl.NumberFormat('es-419', { maximumFractionDigits: 2 }),
}

const sizeOfObject: LocalText = { en: 'as its fields', pt: 'conforme seus campos', es: 'según sus campos' }

function sizeOfText({ minLength = 0, maxLength, orEmpty = false }: TextLimit): LocalText {
  const size = sizeBetween(minLength, maxLength)
  if (!orEmpty) return size
  return { en: `${size.en}, or empty`, pt: `${size.pt}, ou vazio`, es: `${size.es}, o vacío` }
}

function sizeBetween(minLength: number, maxLength: number): LocalText {
  if (minLength === maxLength) return exactly(maxLength)
  if (minLength === 0) return upTo(maxLength)
  return {
    en: `${minLength} to ${maxLength} characters`,
    pt: `de ${minLength} a ${maxLength} caracteres`,
    es: `de ${minLength} a ${maxLength} caracteres`,
  }
}

function sizeOfChoice(values: readonly string[], others: TextLimit | undefined): LocalText {
  const longest = Math.max(...values.map((value) => value.length))
  if (others) {
    const size = upTo(others.maxLength)
    return {
      en: `1 of ${values.length} values, or a new one; ${size.en}`,
      pt: `1 de ${values.length} valores, ou um novo; ${size.pt}`,
      es: `1 de ${values.length} valores, o uno nuevo; ${size.es}`,
    }
  }
  if (values.length === 1) return exactly(longest)
  const size = upTo(longest)
  return {
    en: `1 of ${values.length} values, ${size.en}`,
    pt: `1 de ${values.length} valores, ${size.pt}`,
    es: `1 de ${values.length} valores, ${size.es}`,
  }
}

/** Above this the exact limit tells less than its digits: receivers choose the type of a column by them. */
const countedMost = 1_000_000

function sizeOfNumber({ minimum, maximum }: { minimum: number; maximum: number }): LocalText {
  if (maximum > countedMost) return sizeInDigits(minimum, maximum)
  const { en, pt, es } = digits
  return {
    en: `${en.format(minimum)} to ${en.format(maximum)}`,
    pt: `de ${pt.format(minimum)} a ${pt.format(maximum)}`,
    es: `de ${es.format(minimum)} a ${es.format(maximum)}`,
  }
}

function sizeInDigits(minimum: number, maximum: number): LocalText {
  const whole = String(Math.trunc(maximum)).length
  if (Number.isInteger(maximum)) {
    return { en: `up to ${whole} digits`, pt: `até ${whole} dígitos`, es: `hasta ${whole} dígitos` }
  }
  const size = {
    en: `up to ${whole} digits and 2 decimals`,
    pt: `até ${whole} dígitos e 2 decimais`,
    es: `hasta ${whole} dígitos y 2 decimales`,
  }
  if (minimum >= 0) return size
  return { en: `${size.en}, or negative`, pt: `${size.pt}, ou negativo`, es: `${size.es}, o negativo` }
}

function sizeOfList(maxItems: number): LocalText {
  return { en: `up to ${maxItems} entries`, pt: `até ${maxItems} itens`, es: `hasta ${maxItems} elementos` }
}

function exactly(length: number): LocalText {
  const { en, pt, es } = characters(length)
  return { en: `exactly ${en}`, pt: `exatamente ${pt}`, es: `exactamente ${es}` }
}

function upTo(length: number): LocalText {
  const { en, pt, es } = characters(length)
  return { en: `up to ${en}`, pt: `até ${pt}`, es: `hasta ${es}` }
}

function characters(count: number) {
  if (count === 1) return { en: '1 character', pt: '1 caractere', es: '1 carácter' }
  return { en: `${count} characters`, pt: `${count} caracteres`, es: `${count} caracteres` }
}
