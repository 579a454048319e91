import { Type } from 'typebox'
import { closed } from './base.ts'

/** How long the old secret stays valid beside the new one. */
export const overlapHoursDefault = 24

export const rotation = closed({
  overlapHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 720, description: '24 if absent.' })),
})
