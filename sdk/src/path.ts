/**
 * Escapes ids in a path: path`/v1/deliveries/${id}`.
 * @throws TypeError for an id that would lead to another path: empty, `.` or `..`
 */
export function path(parts: TemplateStringsArray, ...ids: readonly (string | number)[]): string {
  return ids.reduce<string>(
    (before, id, index) => before + encode(String(id)) + (parts[index + 1] ?? ''),
    parts[0] ?? '',
  )
}

function encode(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new TypeError(`"${id}" is not an id`)
  return encodeURIComponent(id)
}
