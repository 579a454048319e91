import ipaddr from 'ipaddr.js'

/**
 * Where Postback may send to. Anybody with an account can type any URL, so this is what stands between them and the
 * operator's own network. `parseTargetUrl` judges what is written, `judgeAddress` what is about to be dialled; the second is
 * the one that counts, as a name can lead elsewhere at every connect.
 */
export interface AddressPolicy {
  readonly allowHttp: boolean
  /** Opened for development: any port, and names of the local network. */
  readonly allowNetworks: readonly Network[]
  /** Wins over `allowNetworks`. */
  readonly denyNetworks: readonly Network[]
  /** Where we listen ourselves, made by `ownAddresses`. Refused even inside `allowNetworks`. */
  readonly ownAddresses: readonly SocketAddress[]
}

export interface SocketAddress {
  readonly address: string
  readonly port: number
}

export interface Network {
  readonly address: Ip
  readonly prefix: number
}

type Ip = ipaddr.IPv4 | ipaddr.IPv6

export type AddressRefusal =
  | 'not-an-address'
  | 'zone' // fe80::1%eth0: means something on this machine only
  | 'own-address'
  | 'denied'
  | 'cloud-platform'
  | 'not-public'
  | 'port'

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: AddressRefusal }

/** Reads `10.0.0.0/8`, `::1/128` or a single address; null if it is none of these. */
export function parseNetwork(text: string): Network | null {
  const [written = '', bits, ...rest] = text.split('/')
  const address = parseIp(written)
  if (!address || rest.length > 0) return null
  const widest = address.kind() === 'ipv4' ? 32 : 128
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null
  const prefix = bits === undefined ? widest : Number(bits)
  if (prefix > widest) return null
  // ::ffff:10.0.0.0/104 is 10.0.0.0/8: addresses are compared in the form in which they are dialled.
  if (isIpv6(address) && address.isIPv4MappedAddress() && prefix >= 96) {
    return { address: address.toIPv4Address(), prefix: prefix - 96 }
  }
  return { address, prefix }
}

/** Whether an address lies in one of the networks; a text that is no address lies in none. */
export function isWithin(text: string, networks: readonly Network[]): boolean {
  const address = parseIp(text)
  if (!address) return false
  const dialled = embeddedIpv4(address) ?? address
  return networks.some((network) => contains(network, dialled))
}

/**
 * A listener on a wildcard is reached through every address of the machine, so it stands for all of them. The wildcard
 * itself stays in the list: all of 127.0.0.0/8 leads to it, and interfaces list only one address of that.
 */
export function ownAddresses(
  listeners: readonly SocketAddress[],
  interfaceAddresses: readonly string[],
): readonly SocketAddress[] {
  return listeners.flatMap((listener) =>
    isWildcard(parseIp(listener.address))
      ? [listener, ...interfaceAddresses.map((address) => ({ address, port: listener.port }))]
      : [listener],
  )
}

const allowed: Verdict = { allowed: true }

export function judgeAddress(text: string, port: number, policy: AddressPolicy): Verdict {
  if (text.includes('%')) return refuse('zone')
  const address = parseIp(text)
  if (!address) return refuse('not-an-address')
  const embedded = embeddedIpv4(address)
  const dialled = embedded ?? address
  const forms = embedded ? [address, embedded] : [address]

  if (policy.ownAddresses.some((own) => own.port === port && leadsTo(dialled, own.address)))
    return refuse('own-address')
  if (forms.some((form) => policy.denyNetworks.some((network) => contains(network, form)))) return refuse('denied')
  const opened = policy.allowNetworks.filter((network) => forms.some((form) => contains(network, form)))
  if (cloudPlatform.some((network) => contains(network, dialled))) {
    // Whoever opens 169.254.0.0/16 or everything for development did not mean the machine's credentials.
    return opened.some(isSingleAddress) ? allowed : refuse('cloud-platform')
  }
  if (opened.length > 0) return port >= 1 && port <= 65_535 ? allowed : refuse('port')
  if (!isPublic(dialled)) return refuse('not-public')
  return isAllowedPort(port) ? allowed : refuse('port')
}

function refuse(reason: AddressRefusal): Verdict {
  return { allowed: false, reason }
}

/** Strict: of the many ways to write an IPv4 address only the dotted one. WHATWG URLs and resolvers give no other. */
function parseIp(text: string): Ip | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  if (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text)) return ipaddr.IPv6.parse(text)
  return null
}

function isIpv6(address: Ip): address is ipaddr.IPv6 {
  return address.kind() === 'ipv6'
}

function contains(network: Network, address: Ip): boolean {
  return network.address.kind() === address.kind() && address.match(network.address, network.prefix)
}

function isSingleAddress(network: Network): boolean {
  return network.prefix === (network.address.kind() === 'ipv4' ? 32 : 128)
}

function networks(...texts: readonly string[]): readonly Network[] {
  return texts.map((text) => {
    const network = parseNetwork(text)
    if (!network) throw new Error(`not a network: ${text}`)
    return network
  })
}

const nat64 = networks('64:ff9b::/96')

/**
 * The IPv4 address that an IPv6 one ends up at, in the two forms where it is the receiver's own: mapped (the kernel speaks
 * IPv4), and NAT64 (all that an IPv6-only network has for an IPv4 receiver). Other embeddings are tunnels, refused below.
 */
function embeddedIpv4(address: Ip): ipaddr.IPv4 | null {
  if (!isIpv6(address)) return null
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  if (nat64.some((network) => contains(network, address))) return new ipaddr.IPv4(address.toByteArray().slice(12))
  return null
}

/** Where machines of cloud providers ask for their credentials and settings. Two of them look like public addresses. */
const cloudPlatform = networks(
  '168.63.129.16', // Azure
  '169.254.169.254', // nearly all
  '169.254.170.2', // AWS containers
  '169.254.170.23', // AWS pods
  '100.100.100.200', // Alibaba
  '192.0.0.192', // Oracle
  'fd00:ec2::254', // AWS
  'fd00:ec2::23', // AWS pods
  'fd20:ce::254', // Google
)

const notPublicIpv4 = networks(
  '0.0.0.0/8', // this network; Linux dials 0.0.0.0 to itself
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT relays
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // class E and broadcast
)

/** The only range given out for public unicast: loopback, ULA, link-local, site-local, multicast, SRv6 lie outside. */
const publicIpv6 = networks('2000::/3')

const notPublicIpv6 = networks(
  '2001::/23', // protocol assignments: Teredo, benchmarks, ORCHID, drone tags
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, embeds any IPv4 address
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
)

function isPublic(address: Ip): boolean {
  if (!isIpv6(address)) return !notPublicIpv4.some((network) => contains(network, address))
  return (
    publicIpv6.some((network) => contains(network, address)) &&
    !notPublicIpv6.some((network) => contains(network, address)) &&
    !isIsatap(address)
  )
}

/** ISATAP tunnels to the IPv4 address in the last four bytes, under any prefix; 0200 is the same with the "global" bit. */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [high, low] = address.parts.slice(4, 6)
  return (high === 0x0000 || high === 0x0200) && low === 0x5efe
}

function isLoopback(address: Ip): boolean {
  return address.range() === 'loopback'
}

function isWildcard(address: Ip | null): boolean {
  return address?.range() === 'unspecified'
}

/** Whether dialling the address on its port arrives at this listener of ours. Dialling 0.0.0.0 or :: is dialling loopback. */
function leadsTo(address: Ip, listener: string): boolean {
  const parsed = parseIp(listener)
  if (!parsed) return false
  const own = embeddedIpv4(parsed) ?? parsed
  if (own.toNormalizedString() === address.toNormalizedString()) return true
  const local = isLoopback(address) || isWildcard(address)
  return isWildcard(own) ? local : isWildcard(address) && isLoopback(own)
}

/** Ports from 1024 that the Fetch standard calls bad: what listens there might act on an HTTP request. */
const fetchBadPorts = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]

/** Databases, queues and the control planes of machines. No receiver of webhooks is found there; what is, may obey a POST. */
const infrastructurePorts = [
  ...[1433, 1434, 1521, 3306, 5432, 6432, 26257, 33060, 50000], // SQL: SQL Server, Oracle, MySQL, PostgreSQL, Cockroach, Db2
  ...[5984, 6379, 6380, 7474, 7687, 8086, 9042, 9200, 9300, 11211, 27017, 27018, 27019, 28015], // other databases, caches
  ...[1883, 4222, 5671, 5672, 6222, 8222, 8883, 9092, 15672], // MQTT, NATS, RabbitMQ, Kafka
  ...[2181, 2375, 2376, 2377, 2379, 2380, 4369, 6443, 8500, 10250, 10255], // ZooKeeper, Docker, etcd, Kubernetes, Consul
  ...[3268, 3269, 3389, 5900, 5985, 5986], // directories and remote desktops
]

const refusedPorts: ReadonlySet<number> = new Set([...fetchBadPorts, ...infrastructurePorts])

function isAllowedPort(port: number): boolean {
  return port === 80 || port === 443 || (port >= 1024 && port <= 65_535 && !refusedPorts.has(port))
}

export type UrlProblem = 'unparsable' | 'scheme' | 'credentials' | 'port' | 'address' | 'host' | 'length' | 'invisible'

export type TargetUrl =
  | { readonly ok: true; readonly url: URL }
  /** `detail` is a sentence for people; it names a remedy and never an address. */
  | { readonly ok: false; readonly problem: UrlProblem; readonly detail: string }

const urlLengthMax = 2048

/**
 * Invisible characters, as copying from chats and documents brings them along: control and format characters (zero-width
 * spaces, joiners, marks of direction, soft hyphens), spaces other than the ordinary one, line separators, variation selectors and
 * fillers. The parser drops some of them and encodes others, so the receiver would be asked for another path than people read.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}|(?! )\p{Zs}/u

/**
 * Reads a URL that somebody wants webhooks sent to. The WHATWG parser turns every notation of an IPv4 address (decimal,
 * octal, hexadecimal, shortened) into the dotted one, so that there is one form to judge. A fragment never travels and is cut.
 */
export function parseTargetUrl(text: string, policy: AddressPolicy): TargetUrl {
  if (text.length > urlLengthMax) return problem('length')
  if (invisible.test(text.replaceAll(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))) return problem('invisible')
  const url = URL.parse(text)
  if (!url) return problem('unparsable')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return problem('scheme')
  if (url.protocol === 'http:' && !policy.allowHttp) return problem('scheme')
  if (url.username !== '' || url.password !== '') return problem('credentials')
  url.hash = ''
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  if (url.href.length > urlLengthMax) return problem('length')

  const host = hostOf(url)
  const port = portOf(url)
  const development = policy.allowNetworks.length > 0
  if (parseIp(host)) {
    const verdict = judgeAddress(host, port, policy)
    if (verdict.allowed) return { ok: true, url }
    return problem(verdict.reason === 'port' ? 'port' : 'address')
  }
  if (!isHostName(host)) return problem('host')
  // In development such a name may lead to an opened network, and its ports are open: judged when connecting.
  if (!development && isLocalName(host)) return problem('host')
  if (!development && !isAllowedPort(port)) return problem('port')
  return { ok: true, url }
}

/** The host as it is dialled: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

function isHostName(host: string): boolean {
  return host.length <= 253 && host.split('.').every((label) => label.length >= 1 && label.length <= 63)
}

/** Endings that never belong to the public internet: reserved, or promised by ICANN never to be given out. */
const localEndings = ['localhost', 'local', 'internal', 'home.arpa', 'onion', 'intranet', 'lan', 'home', 'corp']

/** Names that only mean something inside a network. */
export function isLocalName(host: string): boolean {
  return !host.includes('.') || localEndings.some((ending) => host.endsWith(`.${ending}`))
}

const problemDetails: Record<UrlProblem, string> = {
  unparsable: 'This is not a complete web address. Give one like https://example.com/webhooks.',
  scheme: 'The address has to begin with https://.',
  credentials: 'Remove the user name and password from the address. Use the verification token to know who calls.',
  port: 'This port is not used for webhooks. Use 443, or a port from 1024 up that no database or other service uses.',
  address: 'This address is not reachable from the public internet. Give the address of a public site.',
  host: 'This name only means something inside a network. Give the full name of a public site.',
  length: `The address is too long. Use at most ${urlLengthMax} characters.`,
  invisible:
    'There is a character in the address that cannot be seen. It came along when the address was copied: type the address again.',
}

function problem(kind: UrlProblem): TargetUrl {
  return { ok: false, problem: kind, detail: problemDetails[kind] }
}
