import { eventNames, payloadVersions } from '../event.ts'
import { format } from './format.ts'
import { always, parameters, when } from './parameter.ts'

/** What stands around `data` in every JSON body. */
export const envelopeParameters = parameters(
  {
    path: 'id',
    type: 'string',
    limit: { minLength: 36, maxLength: 36 },
    format: format.uuid,
    description: {
      en: 'Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you have handled, and skip those that come twice.',
      pt: 'Identifica o evento. Não muda quando um envio é tentado ou processado de novo: guarde os ids que já tratou e ignore os que chegarem outra vez.',
      es: 'Identifica el evento. No cambia cuando un envío se intenta o se procesa de nuevo: guarda los ids que ya trataste e ignora los que lleguen otra vez.',
    },
    presence: always,
    affiliate: 'yes',
    example: '019bc186-de00-7a54-9d13-5c6e2a10b7f4',
    input: 'derived',
  },
  {
    path: 'creation_date',
    type: 'integer',
    limit: { minimum: 0, maximum: 253_402_300_799_999 },
    format: format.milliseconds,
    description: {
      en: 'When the event was created, which is not when it is delivered: a retry carries the date of the first try.',
      pt: 'Quando o evento foi criado, e não quando é entregue: uma nova tentativa leva a data da primeira.',
      es: 'Cuándo se creó el evento, no cuándo se entrega: un reintento lleva la fecha del primer intento.',
    },
    presence: always,
    affiliate: 'yes',
    example: 1768478400000,
    input: 'derived',
  },
  {
    path: 'event',
    type: 'string',
    enum: eventNames,
    format: format.upperSnakeCase,
    description: {
      en: 'Name of the event. A text, although a table of Hotmart’s documentation calls it an integer.',
      pt: 'Nome do evento. É um texto, embora uma tabela da documentação da Hotmart o chame de inteiro.',
      es: 'Nombre del evento. Es un texto, aunque una tabla de la documentación de Hotmart lo llama entero.',
    },
    presence: always,
    affiliate: 'yes',
    example: 'PURCHASE_APPROVED',
    input: 'derived',
  },
  {
    path: 'version',
    type: 'string',
    enum: payloadVersions,
    format: { en: 'three numbers with dots', pt: 'três números com pontos', es: 'tres números con puntos' },
    description: {
      en: 'Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls it an integer.',
      pt: 'Versão do payload que a configuração pede. É um texto, embora uma tabela da documentação da Hotmart a chame de inteiro.',
      es: 'Versión del payload que pide la configuración. Es un texto, aunque una tabla de la documentación de Hotmart la llama entero.',
    },
    presence: always,
    affiliate: 'yes',
    example: '2.0.0',
    input: 'derived',
  },
  {
    path: 'data',
    type: 'object',
    format: format.object,
    description: {
      en: 'What the event is about. Fields can be added at any time: ignore those that you do not know.',
      pt: 'Do que trata o evento. Campos podem ser acrescentados a qualquer momento: ignore os que você não conhece.',
      es: 'De qué trata el evento. Pueden agregarse campos en cualquier momento: ignora los que no conozcas.',
    },
    presence: always,
    affiliate: 'yes',
    example: null,
    input: 'required',
  },
  {
    path: 'hottok',
    type: 'string',
    limit: { maxLength: 128 },
    format: format.token,
    description: {
      en: 'Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which is always sent.',
      pt: 'Cópia do token de verificação para receptores que o leem do corpo. Prefira o cabeçalho x-hotmart-hottok, que é sempre enviado.',
      es: 'Copia del token de verificación para receptores que lo leen del cuerpo. Es mejor usar el encabezado x-hotmart-hottok, que siempre se envía.',
    },
    presence: when({
      en: 'the configuration asks for the token in the body',
      pt: 'a configuração pede o token no corpo',
      es: 'la configuración pide el token en el cuerpo',
    }),
    affiliate: 'yes',
    example: 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e',
    input: 'derived',
  },
)
