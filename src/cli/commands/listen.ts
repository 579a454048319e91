import { randomBytes } from 'node:crypto'
import { type Command, InvalidArgumentError } from 'commander'
import {
  type ApiError,
  type EventName,
  type HeardEvent,
  lastingStream,
  type StreamOptions,
} from '../../../sdk/src/index.ts'
import { mintHottok } from '../../domain/secrets/hottok.ts'
import { mintSigningSecret } from '../../domain/secrets/signature.ts'
import { eventsOf } from '../names.ts'
import { Profiles } from '../profiles.ts'
import { connect, type RemoteOptions, remoteCommand } from '../remote.ts'
import { stopSignals } from '../stop-signals.ts'
import { type Terminal, terminalOf, toWidth } from '../terminal.ts'
import { type ForwardOptions, type ForwardResult, forward, requestFor } from './listen/forward.ts'
import { onKeys } from './listen/keys.ts'
import { recorder } from './listen/record.ts'

interface ListenOptions extends RemoteOptions {
  readonly forwardTo?: string
  readonly events?: readonly EventName[]
  readonly product?: string
  readonly secret?: string
  readonly hottok?: string
  readonly hottokInBody?: boolean
  readonly record?: string
}

export function listenCommand(): Command {
  return remoteCommand('listen', 'show the events of an account as they happen, and forward them to a receiver here')
    .option('--forward-to <url>', 'where to post them: localhost:3000/hook', forwardAddress)
    .option('--events <names>', 'only these, with commas', eventsOf)
    .option('--product <id>', 'only this one')
    .option('--secret <secret>', 'sign with this secret instead of the listener’s own', signingSecret)
    .option('--hottok <token>', 'send this token instead of the listener’s own')
    .option('--hottok-in-body', 'put the token into the body too')
    .option('--record <folder>', 'write each request into a folder')
    .addHelpText('after', helpText)
    .action(listen)
}

const helpText = `
No public address is needed: the connection goes out from here. What is posted is what a delivery would be, with the same
headers, signed with a secret that is made here once and printed; give it to your receiver while you develop.

  postback listen --forward-to localhost:3000/hook
  postback trigger PURCHASE_APPROVED        in another terminal

While it runs: r sends the last one again, d shows it, q ends.`

function forwardAddress(text: string): string {
  const url = URL.parse(/^https?:/.test(text) ? text : `http://${text}`)
  if (!url?.hostname) throw new InvalidArgumentError('Give an address such as localhost:3000/hook.')
  return url.href
}

function signingSecret(text: string): string {
  if (!/^whsec_[A-Za-z0-9+/]{32,}=*$/.test(text))
    throw new InvalidArgumentError('Give a secret that begins with whsec_.')
  return text
}

/** The last request that was made, for the keys. */
interface Last {
  readonly heard: HeardEvent
  attempts: number
}

async function listen(options: ListenOptions) {
  const own = () => ({ secret: mintSigningSecret(randomBytes), hottok: mintHottok(randomBytes) })
  const kept = new Profiles(process.env).listener(own)
  const signing: ForwardOptions = {
    secret: options.secret ?? kept.secret,
    hottok: options.hottok ?? kept.hottok,
    hottokInBody: options.hottokInBody ?? false,
  }
  const terminal = terminalOf(process.stdout)
  // Where the output is for a program, what is said to people goes beside it.
  const { say } = options.json ? terminalOf(process.stderr) : terminal
  const record = recorder(options.record)
  const stopped = new AbortController()
  let last: Last | null = null

  const pass = async (it: Last) => {
    it.attempts++
    const request = requestFor(it.heard, it.attempts, signing, Date.now())
    record(it.heard, request)
    const result = options.forwardTo === undefined ? null : await forward(options.forwardTo, request, stopped.signal)
    const line = options.json ? jsonLine(it.heard, request.body, result) : textLine(terminal, it.heard, result)
    terminal.say(line)
  }

  void stopSignals().then(() => stopped.abort())
  const stopKeys = onKeys({
    r: () => void (last ? pass(last) : say('Nothing has come yet.')),
    d: () => say(last ? JSON.stringify(prettyBody(last.heard), null, 2) : 'Nothing has come yet.'),
    q: () => stopped.abort(),
  })
  try {
    for await (const heard of heardEvents(
      options,
      stopped.signal,
      (words) => say(terminal.paint('dim', words)),
      () => introduce(say, terminal, options, signing),
    )) {
      last = { heard, attempts: 0 }
      await pass(last)
    }
  } finally {
    stopKeys()
  }
}

/** What the stream tells, until told to stop. What comes while the connection is broken is told when it is made anew. */
async function* heardEvents(
  options: ListenOptions,
  signal: AbortSignal,
  note: (words: string) => void,
  ready: () => void,
): AsyncGenerator<HeardEvent> {
  const query = { event: options.events, productId: options.product }
  const onWait = ({ detail }: ApiError, waitMs: number) => note(`${detail} Waiting ${waitMs / 1000} s.`)
  const onLost = (cause: unknown) =>
    note(
      cause === null
        ? 'The server ended the connection; connecting again.'
        : 'The connection was lost; connecting again.',
    )
  // Each connection is made with a token that is valid then.
  const client = {
    async *stream(path: string, how?: StreamOptions) {
      yield* (await connect(options)).stream(path, how)
    },
  }
  let isFirst = true
  for await (const message of lastingStream(client, '/v1/events/stream', { query, signal, onWait, onLost })) {
    if (message.event === 'ready' && isFirst) ready()
    else if (message.event === 'ready') note('Connected again.')
    if (message.event === 'missed') note(missedWords(JSON.parse(message.data) as { count: number | null }))
    if (message.event === 'event') yield JSON.parse(message.data) as HeardEvent
    isFirst = false
  }
}

function missedWords({ count }: { readonly count: number | null }): string {
  const events = count === null ? 'Some events' : count === 1 ? '1 event' : `${count} events`
  return `${events} of the time without a connection cannot be told any more: see the history.`
}

function introduce(say: (line?: string) => void, terminal: Terminal, options: ListenOptions, signing: ForwardOptions) {
  const where = options.forwardTo ? `, forwarding to ${terminal.paint('bold', options.forwardTo)}` : ''
  say(`Listening${where}`)
  if (options.forwardTo) {
    say(`  signing secret  ${signing.secret}`)
    say(`  hottok          ${signing.hottok}`)
  }
  if (process.stdin.isTTY) say(terminal.paint('dim', '  r sends the last one again, d shows it, q ends'))
  say()
}

function textLine(terminal: Terminal, heard: HeardEvent, result: ForwardResult | null): string {
  const time = new Date().toTimeString().slice(0, 8)
  const start = `${terminal.paint('dim', time)}  ${toWidth(heard.event, 31)}  ${toWidth(transactionOf(heard), 18)}`
  const mark = heard.test ? terminal.paint('dim', '  test') : ''
  if (result === null) return start + mark
  if (result.kind === 'unanswered') return `${start}  ${terminal.paint('red', result.why)}${mark}`
  const style = result.status >= 200 && result.status < 300 ? 'green' : 'red'
  return `${start}  ${terminal.paint(style, String(result.status))}  ${result.durationMs} ms${mark}`
}

function jsonLine({ id, event, test, contentType }: HeardEvent, body: string, result: ForwardResult | null): string {
  return JSON.stringify({ id, event, test, contentType, body, result })
}

function transactionOf(heard: HeardEvent): string {
  const body = prettyBody(heard) as { data?: { purchase?: { transaction?: unknown } }; transaction?: unknown }
  return String(body.data?.purchase?.transaction ?? body.transaction ?? '–')
}

function prettyBody({ contentType, body }: HeardEvent): object {
  return contentType.includes('json') ? (JSON.parse(body) as object) : Object.fromEntries(new URLSearchParams(body))
}
