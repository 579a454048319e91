import { ana } from '../person.ts'

/** The student, alike in both events of the members area. */
export const student = { name: ana.name, email: ana.email }
