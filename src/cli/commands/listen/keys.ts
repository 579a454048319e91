import { emitKeypressEvents } from 'node:readline'

/** Single keys of a terminal, while a command runs. Where standard input is none, nothing happens. */
export function onKeys(actions: Readonly<Record<string, () => void>>): () => void {
  const { stdin } = process
  if (!stdin.isTTY) return () => {}
  emitKeypressEvents(stdin)
  stdin.setRawMode(true)
  stdin.resume()
  const press = (_text: string, key: { name?: string; ctrl?: boolean }) => {
    // In raw mode the terminal sends no signals.
    if (key.ctrl && key.name === 'c') process.kill(process.pid, 'SIGINT')
    else actions[key.name ?? '']?.()
  }
  stdin.on('keypress', press)
  return () => {
    stdin.off('keypress', press)
    stdin.setRawMode(false)
    stdin.pause()
  }
}
