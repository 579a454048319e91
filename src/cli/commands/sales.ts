import type { Command } from 'commander'
import type { Sale, SaleRoute } from '../../../sdk/src/index.ts'
import { connect, type RemoteOptions, remoteCommand } from '../remote.ts'
import { printTable } from '../table.ts'
import { type Terminal, terminalOf } from '../terminal.ts'

export function salesCommand(): Command {
  return remoteCommand('sales', 'find a sale by buyer, code, event or delivery, and what was sent of it')
    .argument('<words...>', 'an e-mail address, words of a name, the beginning or end of a transaction code, or an id')
    .option('--limit <number>', 'at most this many sales, up to 50', '20')
    .action(find)
}

/** One sale is shown with its posts; several are listed. */
async function find(words: readonly string[], options: RemoteOptions & { readonly limit: string }) {
  const client = await connect(options)
  const terminal = terminalOf(process.stdout)
  const found = await client.sales.search(words.join(' '), { limit: Number(options.limit) })
  const [only, ...others] = found.data
  const sale = only && others.length === 0 ? await client.sales.get(only.transaction) : null
  if (options.json) return terminal.say(JSON.stringify(sale ? { ...found, data: [sale] } : found))
  if (!only) return terminal.say('No sale has these words.')
  list(terminal, found.data)
  if (found.more) terminal.say(terminal.paint('dim', 'There are more: add a word, or raise --limit.'))
  if (found.indexedFrom) terminal.say(terminal.paint('dim', `Sales before ${found.indexedFrom} cannot be found yet.`))
  if (!sale) return
  for (const { event, occurredAt, routes } of sale.events) {
    terminal.say(`\n${terminal.paint('bold', event)}  ${occurredAt}`)
    if (routes.length === 0) terminal.say('No configuration.')
    else printTable(terminal, routes, routeColumns)
  }
  if (sale.events.length === 0) terminal.say('\nIts posts are no longer kept.')
}

function list(terminal: Terminal, sales: readonly Sale[]) {
  printTable(terminal, sales, [
    { title: 'TRANSACTION', value: ({ transaction }) => transaction },
    { title: 'STATUS', value: ({ status }) => status ?? '–' },
    { title: 'SINCE', value: ({ statusAt }) => statusAt ?? '–' },
    { title: 'BUYER', value: ({ buyer }) => [buyer?.name, buyer?.email].filter(Boolean).join(', ') || '–' },
    { title: 'PRODUCT', value: ({ productName }) => productName ?? '–' },
  ])
}

const routeColumns = [
  { title: 'CONFIGURATION', value: ({ name }: SaleRoute) => name },
  { title: 'STATUS', value: ({ delivery }: SaleRoute) => String(delivery?.status ?? '–') },
  { title: 'STATE', value: ({ delivery }: SaleRoute) => delivery?.state ?? 'not sent' },
  { title: 'DELIVERY', value: ({ delivery, detail }: SaleRoute) => delivery?.id ?? detail },
]
