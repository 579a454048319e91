import { ana } from '../person.ts'

/** The student, the same in both events of the members area. */
export const student = { name: ana.name, email: ana.email }
