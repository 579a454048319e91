/** npm hands the terminal's Ctrl+C on to us, which the terminal has sent us already: two signals for one key. */
const sameKeyMs = 1_000

/**
 * SIGINT and SIGTERM, listened for from now on. The first asks to stop; one that comes a second or more after it asks to stop at once.
 * @param again called with each of the later ones; by default the process ends with the code that shells give a signal
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
