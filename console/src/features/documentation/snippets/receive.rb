# Ruby 3.0 or newer, nothing to install. HOTTOK=… SIGNING_SECRET=whsec_… ruby receive.rb
require 'base64'
require 'digest'
require 'fileutils'
require 'json'
require 'openssl'
require 'socket'
require 'tempfile'

# While a token is being changed: both, with a comma between them.
TOKENS = ENV.fetch('HOTTOK').split(',')
KEY = Base64.decode64(ENV.fetch('SIGNING_SECRET').delete_prefix('whsec_'))
INBOX = ENV.fetch('INBOX', 'inbox')
TOLERANCE_SECONDS = 300
LARGEST_BODY = 1_000_000

# Rack and Rails: call this with request.body.read and the headers, before anything parses the body.
def receive(headers, body)
  # 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
  # 2. and 3. The token, the signature and the time.
  return 401 unless genuine?(headers, body)

  # A test shows that you can be reached. Nobody bought anything.
  return 200 if headers['postback-test'] == 'true'

  # 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
  keep(headers['webhook-id'], body)

  # 5. Answer. Whatever takes longer is done afterwards, from the inbox.
  Thread.new { work_off }
  200
end

def genuine?(headers, body)
  token = headers.fetch('x-hotmart-hottok', '')
  return false if TOKENS.none? { |expected| same?(token, expected) }

  id = headers.fetch('webhook-id', '')
  timestamp = headers.fetch('webhook-timestamp', '')
  signature = "v1,#{Base64.strict_encode64(OpenSSL::HMAC.digest('SHA256', KEY, "#{id}.#{timestamp}.".b + body))}"
  # Several signatures while a secret is being changed: one that fits is enough.
  given = headers.fetch('webhook-signature', '').split
  return false if given.none? { |one| same?(one, signature) }

  (Time.now.to_i - timestamp.to_i).abs <= TOLERANCE_SECONDS
end

# In constant time: how long it takes tells nothing. Hashes always have the same length.
def same?(left, right)
  OpenSSL.fixed_length_secure_compare(Digest::SHA256.digest(left), Digest::SHA256.digest(right))
end

# A file for each post, put in its place whole. A second copy finds the place taken.
def keep(id, body)
  place = File.join(INBOX, "#{Digest::SHA256.hexdigest(id)}.json") # whatever the id holds, it names a file
  Tempfile.create('arriving', INBOX) do |file|
    file.binmode
    file.write(body)
    file.fsync
    File.link(file.path, place)
  end
rescue Errno::EEXIST
  nil
end

WORKING = Mutex.new

def work_off
  WORKING.synchronize do
    Dir.glob(File.join(INBOX, '*.json')).each do |post|
      done = "#{post.delete_suffix('.json')}.done"
      next if File.exist?(done)

      handle(JSON.parse(File.read(post)))
      FileUtils.touch(done)
    end
  end
end

# What an event means to you. If the process dies in the middle it is called again for the same event.
def handle(event)
  email = event.dig('data', 'buyer', 'email')
  order = event.dig('data', 'purchase', 'transaction')
  case event['event']
  when 'PURCHASE_APPROVED' then puts "Give access: #{email}, order #{order}"
  when 'PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK' then puts "Take access away: #{email}, order #{order}"
  end
  # All others are kept and left alone. New events appear: they are no error.
end

# A server of a few lines, so that there is nothing to install. Yours has one already.
def serve(socket)
  method = socket.gets.to_s.split.first
  headers = {}
  while (line = socket.gets) && line != "\r\n"
    name, value = line.chomp.split(':', 2)
    headers[name.downcase] = value.to_s.strip
  end
  length = headers.fetch('content-length', '0').to_i
  status = 405 if method != 'POST'
  status ||= 413 if length.negative? || length > LARGEST_BODY
  status ||= receive(headers, socket.read(length).to_s)
  socket.write("HTTP/1.1 #{status} Status #{status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
rescue StandardError => e
  warn e.full_message
  socket.write("HTTP/1.1 500 Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
ensure
  socket.close
end

FileUtils.mkdir_p(INBOX)
$stdout.sync = true
work_off # what the last process had no time for
server = TCPServer.new(Integer(ENV.fetch('PORT', '3000')))
loop { Thread.new(server.accept) { |socket| serve(socket) } }
