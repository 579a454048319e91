import { formMediaType } from '../../text/media-type.ts'
import { headerParameters } from '../fields/headers.ts'
import type { Parameter } from '../parameter.ts'
import type { VersionOneBody } from './bodies.ts'

/** The headers are those of version 2.0.0; two of them have something else to say. */
export function versionOneHeaders({ kind }: VersionOneBody): readonly Parameter[] {
  return headerParameters.map((header) => {
    switch (header.path) {
      case 'content-type':
        return kind === 'form' ? contentTypeOfForm(header) : header
      case 'webhook-id':
        return { ...header, description: webhookId }
      default:
        return header
    }
  })
}

function contentTypeOfForm(header: Parameter): Parameter {
  if (header.type !== 'string' || !header.enum) return header
  return {
    ...header,
    enum: [formMediaType],
    example: formMediaType,
    description: {
      en: 'Form of the body: the fields of a form in UTF-8, with + for spaces, as a browser sends them.',
      pt: 'Forma do corpo: os campos de um formulário em UTF-8, com + no lugar de espaços, como um navegador os envia.',
      es: 'Forma del cuerpo: los campos de un formulario en UTF-8, con + en lugar de espacios, como los envía un navegador.',
    },
  }
}

const webhookId = {
  en: 'The id of the event, which the body of this version does not say. It stays the same over all attempts: skip posts whose id you have handled. Postback’s own: Hotmart sends no such header.',
  pt: 'O id do evento, que o corpo desta versão não diz. É o mesmo em todas as tentativas: ignore posts cujo id você já tratou. Próprio do Postback: a Hotmart não envia esse cabeçalho.',
  es: 'El id del evento, que el cuerpo de esta versión no dice. Es el mismo en todos los intentos: ignora los posts cuyo id ya trataste. Propio de Postback: Hotmart no envía este encabezado.',
}
