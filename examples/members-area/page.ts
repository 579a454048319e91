import type { Access } from './grants.ts'
import type { Student } from './inbox.ts'

const words: Readonly<Record<Access['access'], string>> = {
  yes: 'has access',
  grace: 'has access for now',
  review: 'waits for a look',
  no: 'no access',
}

/** Who may enter what, and by which order. */
export function studentsPage(students: readonly Student[], webhooks: number): string {
  const rows = students.flatMap((student) => student.courses.map((course) => row(student, course)))
  const open = students.flatMap((student) => student.courses).filter(({ access }) => /yes|grace/.test(access)).length
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3">
<title>Members’ area</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Members’ area</h1>
<p>${open} open door${open === 1 ? '' : 's'} for ${students.length} student${students.length === 1 ? '' : 's'}, after ${webhooks} webhook${webhooks === 1 ? '' : 's'}. This page renews itself.</p>
${rows.length === 0 ? '<p class="empty">Nobody has bought anything yet.</p>' : table(rows)}
</main>
</body>
</html>
`
}

function table(rows: readonly string[]): string {
  return `<table>
<thead><tr><th>Student<th>Course<th>Access<th>By order</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`
}

function row({ email, name }: Student, { course, access, order, reason, until }: Access): string {
  const untilWhen = until === null ? '' : `, until ${new Date(until).toISOString().slice(0, 10)}`
  return `<tr>
<td><strong>${escaped(name)}</strong><small>${escaped(email)}</small>
<td>${escaped(course)}
<td><span class="${access}">${words[access]}</span>
<td><code>${escaped(order)}</code><small>${escaped(reason)}${untilWhen}</small>
</tr>`
}

/** Names and addresses are typed by strangers. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; background: light-dark(#f6f5f2, #16181d); color: light-dark(#1d2126, #e8e6e1) }
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.5rem }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -.02em }
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
