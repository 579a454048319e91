/** The terminal sends Ctrl+C to us, and npm sends it to us again: two signals for one key press. */
const sameKeyMs = 1_000

/**
 * Listens for SIGINT and SIGTERM from now on. The first asks to stop; one that comes a second or more later asks to stop at
 * once.
 * @param again called with each later signal; by default the process ends with the exit code that shells use for it
 */
export function stopSignals(again: (signal: NodeJS.Signals) => void = endAtOnce): Promise<NodeJS.Signals> {
  let firstAt: number | null = null
  return new Promise((resolve) => {
    const hear = (signal: NodeJS.Signals) => {
      const now = performance.now()
      if (firstAt === null) {
        firstAt = now
        resolve(signal)
      } else if (now - firstAt >= sameKeyMs) again(signal)
    }
    process.on('SIGINT', hear)
    process.on('SIGTERM', hear)
  })
}

function endAtOnce(signal: NodeJS.Signals) {
  process.exit(signal === 'SIGINT' ? 130 : 143)
}
