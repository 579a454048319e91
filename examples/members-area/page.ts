import type { Access, Grant, Reason } from './grants.ts'
import { type PageTexts, textsFor } from './page-texts.ts'
import type { Change, Student } from './students.ts'

export interface PageFacts {
  readonly students: readonly Student[]
  readonly changes: readonly Change[]
  /** How many webhooks are stored. */
  readonly webhooks: number
}

/** The page: the access of each student, the order that gives it, and the latest changes. */
export function studentsPage({ students, changes, webhooks }: PageFacts, acceptLanguage?: string): string {
  const { language, texts } = textsFor(acceptLanguage)
  const open = students.flatMap((student) => student.courses).filter(({ access }) => /yes|grace/.test(access)).length
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>${texts.title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${texts.title}</h1>
<p>${texts.summary({ open, students: students.length, webhooks })}</p>
${students.length === 0 ? `<p class="empty">${texts.empty}</p>` : table(students, texts)}
${changes.length === 0 ? '' : changeList(changes, texts)}
</main>
</body>
</html>
`
}

function table(students: readonly Student[], texts: PageTexts): string {
  const { student, course, access, order } = texts.columns
  return `<table>
<thead><tr><th>${student}<th>${course}<th>${access}<th>${order}</tr></thead>
<tbody>
${students.flatMap((it) => rowsOf(it, texts)).join('\n')}
</tbody>
</table>`
}

function rowsOf(student: Student, texts: PageTexts): readonly string[] {
  if (student.courses.length === 0) return [row(student, `<td>–<td><small>${texts.none}</small><td>`)]
  return student.courses.map((course) => row(student, accessCells(course, texts)))
}

function row({ email, name }: Student, cells: string): string {
  return `<tr>
<td><strong>${escaped(name || email)}</strong><small>${escaped(email)}</small>
${cells}
</tr>`
}

function accessCells({ course, access, order, reason, until }: Access, texts: PageTexts): string {
  const untilWhen = until === null ? '' : `, ${texts.until(new Date(until).toISOString().slice(0, 10))}`
  return `<td>${escaped(course)}
<td><span class="${access}">${texts.access[access]}</span>
<td><code>${escaped(order)}</code><small>${texts.reasons[reason]}${untilWhen}</small>`
}

function changeList(changes: readonly Change[], texts: PageTexts): string {
  const items = changes.map(({ at, email, course, order, to, reason }) => {
    const time = new Date(at).toISOString().slice(11, 19)
    const what = `${texts.states[to as Grant['state']]}: ${texts.reasons[reason as Reason]}`
    return `<li><time>${time}</time> ${escaped(email)}, ${escaped(course)}: ${what} <code>${escaped(order)}</code></li>`
  })
  return `<h2>${texts.changes}</h2>\n<ul>\n${items.join('\n')}\n</ul>`
}

/** Strangers type the names and addresses. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; background: light-dark(#f6f5f2, #16181d); color: light-dark(#1d2126, #e8e6e1) }
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.5rem }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -.02em }
h2 { margin: 2.5rem 0 .5rem; font-size: 1rem }
ul { margin: 0; padding: 0; list-style: none; font-size: .875rem; color: light-dark(#5b626b, #a2a8b0) }
time { font-variant-numeric: tabular-nums }
p { margin: .25rem 0 2rem; color: light-dark(#5b626b, #a2a8b0) }
.empty { padding: 3rem; text-align: center; border: 1px dashed currentColor; border-radius: .75rem }
table { width: 100%; border-collapse: collapse; background: light-dark(#fff, #1f2229); border-radius: .75rem; overflow: hidden; box-shadow: 0 1px 3px rgb(0 0 0 / .12) }
th { text-align: left; font-size: .75rem; font-weight: 600; color: light-dark(#5b626b, #a2a8b0) }
th, td { padding: .75rem 1rem; vertical-align: top }
tbody tr { border-top: 1px solid light-dark(#eceae5, #2d3139) }
small { display: block; color: light-dark(#5b626b, #a2a8b0) }
code { font: .875rem/1.5 ui-monospace, monospace }
span { display: inline-block; padding: .1rem .65rem; border-radius: 1rem; font-size: .875rem; white-space: nowrap }
.yes { background: light-dark(#dcf3e3, #143d26); color: light-dark(#12592f, #9be3b6) }
.grace { background: light-dark(#fcefcf, #46360e); color: light-dark(#6b4b00, #f3d48a) }
.review { background: light-dark(#e3e9fb, #1f2f5c); color: light-dark(#243f8f, #b5c6fb) }
.no { background: light-dark(#fbe2df, #4d1d1a); color: light-dark(#8a1f15, #f5b3ac) }
@media (max-width: 45rem) {
  thead { display: none }
  tr, td { display: block }
  tbody tr { padding: .75rem 0 }
  td { padding: .15rem 1rem }
}
`
