/** The format column of the documentation: the wordings that several fields share. */
export const format = {
  affiliateCode: {
    en: 'code, usually a letter, 8 digits and a letter',
    pt: 'código, em geral uma letra, 8 dígitos e uma letra',
    es: 'código, por lo general una letra, 8 dígitos y una letra',
  },
  boolean: { en: 'JSON boolean', pt: 'booleano JSON', es: 'booleano JSON' },
  code: { en: 'code, letters and digits', pt: 'código, letras e dígitos', es: 'código, letras y dígitos' },
  countryCode: { en: 'ISO 3166-1 alpha-2 code', pt: 'código ISO 3166-1 alfa-2', es: 'código ISO 3166-1 alfa-2' },
  currency: { en: 'ISO 4217 code', pt: 'código ISO 4217', es: 'código ISO 4217' },
  dateTime: {
    en: 'YYYY-MM-DDThh:mm:ssZ (ISO 8601, UTC)',
    pt: 'AAAA-MM-DDThh:mm:ssZ (ISO 8601, UTC)',
    es: 'AAAA-MM-DDThh:mm:ssZ (ISO 8601, UTC)',
  },
  dayOfMonth: { en: 'JSON number from 1 to 31', pt: 'número JSON de 1 a 31', es: 'número JSON de 1 a 31' },
  digits: { en: 'digits', pt: 'dígitos', es: 'dígitos' },
  email: { en: 'e-mail address', pt: 'endereço de e-mail', es: 'correo electrónico' },
  list: { en: 'JSON list of objects', pt: 'lista JSON de objetos', es: 'lista JSON de objetos' },
  milliseconds: {
    en: 'milliseconds since 1970-01-01 UTC',
    pt: 'milissegundos desde 1970-01-01 UTC',
    es: 'milisegundos desde 1970-01-01 UTC',
  },
  wholeSeconds: {
    en: 'milliseconds since 1970-01-01 UTC, always whole seconds (ends in 000)',
    pt: 'milissegundos desde 1970-01-01 UTC, sempre segundos inteiros (termina em 000)',
    es: 'milisegundos desde 1970-01-01 UTC, siempre segundos enteros (termina en 000)',
  },
  money: {
    en: 'JSON number with up to 2 decimals; a whole amount has none',
    pt: 'número JSON com até 2 casas decimais; um valor inteiro não tem nenhuma',
    es: 'número JSON con hasta 2 decimales; un monto entero no tiene ninguno',
  },
  object: { en: 'JSON object', pt: 'objeto JSON', es: 'objeto JSON' },
  open: { en: 'any JSON value', pt: 'qualquer valor JSON', es: 'cualquier valor JSON' },
  integer: {
    en: 'JSON number without decimals',
    pt: 'número JSON sem casas decimais',
    es: 'número JSON sin decimales',
  },
  subscriberCode: {
    en: 'usually 8 capital letters and digits',
    pt: 'em geral, 8 letras maiúsculas e dígitos',
    es: 'por lo general, 8 letras mayúsculas y dígitos',
  },
  text: { en: 'free text', pt: 'texto livre', es: 'texto libre' },
  token: {
    en: 'opaque text, letters, digits and hyphens',
    pt: 'texto sem significado próprio: letras, dígitos e hifens',
    es: 'texto sin significado propio: letras, dígitos y guiones',
  },
  transaction: {
    en: 'HP and digits, or as the platform numbers its sales',
    pt: 'HP e dígitos, ou como a plataforma numera suas vendas',
    es: 'HP y dígitos, o como la plataforma numera sus ventas',
  },
  upperSnakeCase: {
    en: 'capital letters and underscores',
    pt: 'letras maiúsculas e sublinhados',
    es: 'letras mayúsculas y guiones bajos',
  },
  url: { en: 'absolute URL', pt: 'URL absoluta', es: 'URL absoluta' },
  uuid: { en: 'UUID', pt: 'UUID', es: 'UUID' },
} as const
