import { format } from '../../format.ts'
import { always } from '../../parameter.ts'
import type { Reader } from '../../view.ts'
import { formParameters } from '../form-parameter.ts'

const receiverTypes: Readonly<Record<Reader['kind'], string>> = {
  producer: 'SELLER',
  coproducer: 'COPRODUCER',
  affiliate: 'AFFILIATE',
}

export const kindParameters = formParameters(
  {
    path: 'callback_type',
    enum: ['1'],
    format: { en: 'one digit', pt: 'um dígito', es: 'un dígito' },
    description: {
      en: 'What kind of notification this is: 1 is a purchase. The 2 of older texts, a cancelled subscription, comes as JSON without this parameter.',
      pt: 'Que tipo de notificação é esta: 1 é uma compra. O 2 de textos mais antigos, uma assinatura cancelada, chega em JSON, sem este parâmetro.',
      es: 'Qué tipo de notificación es esta: 1 es una compra. El 2 de textos más antiguos, una suscripción cancelada, llega en JSON, sin este parámetro.',
    },
    presence: always,
    affiliate: 'yes',
    example: '1',
    says: () => '1',
  },
  {
    // Spliced in at sending, and never stored: here it only has its place.
    path: 'hottok',
    limit: { maxLength: 128 },
    format: format.token,
    description: {
      en: 'Verification token of your account, the same in every delivery: compare it before you trust a post. The header x-hotmart-hottok says the same.',
      pt: 'Token de verificação da sua conta, o mesmo em todos os envios: compare-o antes de confiar em um post. O cabeçalho x-hotmart-hottok diz o mesmo.',
      es: 'Token de verificación de tu cuenta, el mismo en todos los envíos: compáralo antes de confiar en un post. El encabezado x-hotmart-hottok dice lo mismo.',
    },
    presence: always,
    affiliate: 'yes',
    example: 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e',
    says: () => undefined,
  },
  {
    path: 'receiver_type',
    enum: ['SELLER', 'COPRODUCER', 'AFFILIATE'],
    format: { en: 'capital letters', pt: 'letras maiúsculas', es: 'letras mayúsculas' },
    description: {
      en: 'In what role your account gets this post: SELLER as the producer, COPRODUCER as a co-producer, AFFILIATE as an affiliate. It is how posts for affiliates are recognised.',
      pt: 'Em que papel sua conta recebe este post: SELLER como produtor, COPRODUCER como coprodutor, AFFILIATE como afiliado. É assim que se reconhecem os posts para afiliados.',
      es: 'En qué papel recibe tu cuenta este post: SELLER como productor, COPRODUCER como coproductor, AFFILIATE como afiliado. Así se reconocen los posts para afiliados.',
    },
    presence: always,
    affiliate: 'yes',
    example: 'SELLER',
    says: ({ reader }) => receiverTypes[reader.kind],
  },
)
