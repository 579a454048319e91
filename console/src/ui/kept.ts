/**
 * Small choices that this browser keeps. Where storage is switched off, or denied to a frame of another site, they last as long as
 * the page.
 */
const here = new Map<string, string>()

export function kept(key: string): string | null {
  return here.get(key) ?? stored(key)
}

export function keep(key: string, value: string) {
  here.set(key, value)
  try {
    localStorage.setItem(key, value)
  } catch {
    // It is kept in the page.
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
