import dgram from 'node:dgram'

/** A name server for tests, on a free UDP port of loopback: correct, partly correct, dead or late, as the test says. */

export interface Question {
  readonly name: string
  readonly type: 'A' | 'AAAA'
}

/** Addresses as bytes. Without addresses and `failure`, the record does not exist. */
export interface NameAnswer {
  readonly addresses?: readonly (readonly number[])[]
  readonly failure?: 'SERVFAIL' | 'NXDOMAIN' | 'REFUSED'
}

export interface NameServer {
  /** As `dns.setServers` takes it. */
  readonly address: string
  readonly asked: () => readonly Question[]
  readonly close: () => Promise<void>
}

const types = { A: 1, AAAA: 28 } as const
const codes = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const

/** @param answer null: no answer; a promise: a late answer. `nth` counts the questions, from 1. */
export async function nameServer(
  answer: (question: Question, nth: number) => NameAnswer | null | Promise<NameAnswer | null>,
): Promise<NameServer> {
  const socket = dgram.createSocket('udp4')
  const asked: Question[] = []
  let isOpen = true
  socket.on('message', async (message, { port, address }) => {
    const { question, end } = read(message)
    asked.push(question)
    const said = await answer(question, asked.length)
    if (said && isOpen) socket.send(write(message.subarray(0, end), question, said), port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked: () => asked,
    close: () => {
      isOpen = false
      return new Promise((resolve) => {
        socket.close(() => resolve())
      })
    },
  }
}

function read(message: Buffer): { question: Question; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  const type = message.readUInt16BE(at + 1) === types.A ? 'A' : 'AAAA'
  return { question: { name: labels.join('.'), type }, end: at + 5 }
}

/** Repeats the question, then adds a record for each address (RFC 1035, 4). */
function write(question: Buffer, { type }: Question, { addresses = [], failure }: NameAnswer): Buffer {
  const head = Buffer.from(question)
  head.writeUInt16BE(0x8180 | (failure ? codes[failure] : 0), 2)
  head.writeUInt16BE(addresses.length, 6)
  head.writeUInt32BE(0, 8)
  const records = addresses.map((bytes) => {
    const record = Buffer.alloc(12)
    record.writeUInt16BE(0xc00c, 0) // the name of the question
    record.writeUInt16BE(types[type], 2)
    record.writeUInt16BE(1, 4)
    record.writeUInt16BE(bytes.length, 10)
    return Buffer.concat([record, Buffer.from(bytes)])
  })
  return Buffer.concat([head, ...records])
}
