import { Type } from 'typebox'
import { errorCatalogue } from '../../domain/errors.ts'

export const faultyFields = Type.Array(
  Type.Object({
    pointer: Type.String({
      description: 'JSON pointer into the body; ?name for a query parameter, {name} for a part of the path.',
    }),
    detail: Type.String(),
  }),
  { description: 'The fields that are wrong; empty when it is not about fields.' },
)

/** RFC 9457. */
export const problemShape = Type.Object(
  {
    type: Type.String({ format: 'uri', description: 'One for each code; never changes.' }),
    title: Type.String(),
    status: Type.Integer({ description: 'Equals the HTTP status.' }),
    detail: Type.String({ description: 'What is wrong and what to do about it. For people; may improve.' }),
    code: Type.String({
      description: `For programs; never changes its meaning. One of ${[...Object.keys(errorCatalogue), 'internal_error'].join(', ')}.`,
    }),
    errors: faultyFields,
    requestId: Type.String({ description: 'Names this request in the log; also in the header x-request-id.' }),
    current: Type.Optional(
      Type.Object(
        {},
        {
          additionalProperties: true,
          description: 'With precondition_failed only: what is stored now, in the shape of the answer to GET.',
        },
      ),
    ),
  },
  { title: 'Problem' },
)
