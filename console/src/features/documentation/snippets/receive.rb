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
# How long a post that failed waits for its next try. After the last try it is set aside.
WAIT_SECONDS = [10, 60, 600, 3600].freeze
MOST_TRIES = WAIT_SECONDS.length + 1

# Rack and Rails: call this with request.body.read and the headers, before anything parses the body. `work` needs a thread.
def receive(headers, body)
  # 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
  # 2. and 3. The token, the signature and the time.
  return 401 unless genuine?(headers, body)

  # A test shows that you can be reached. Nobody bought anything.
  return 200 if headers['postback-test'] == 'true'

  # 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
  keep(headers['webhook-id'], body)

  # 5. Answer. Whatever takes longer is done afterwards, from the inbox.
  WAKE << :post
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

  return false if id.empty? || !timestamp.match?(/\A\d{1,15}\z/)

  (Time.now.to_i - timestamp.to_i).abs <= TOLERANCE_SECONDS
end

# In constant time: how long it takes tells nothing. Hashes always have the same length.
def same?(left, right)
  OpenSSL.fixed_length_secure_compare(Digest::SHA256.digest(left), Digest::SHA256.digest(right))
end

# A file for each post, put in its place whole. A second copy finds the place taken; if the first was set aside it is tried
# again. Beside it, with the same name: .tries, with a byte for each try; then, in the place of .tries, .done when the post
# is handled, or .failed when it is set aside.
def keep(id, body)
  place = File.join(INBOX, Digest::SHA256.hexdigest(id)) # whatever the id holds, it names a file
  Tempfile.create('arriving', INBOX) do |file|
    file.binmode
    file.write(body)
    file.fsync
    File.link(file.path, "#{place}.json")
  end
rescue Errno::EEXIST
  FileUtils.rm_f("#{place}.failed")
end

WAKE = Queue.new

# Passes over the inbox, one after the other: at the start, after each post, and now and then.
def work
  start = true # what the last process had no time for, however long it was to wait
  loop do
    begin
      Dir.glob(File.join(INBOX, '*.json')).each { |file| work_on(file.delete_suffix('.json'), start) }
    rescue StandardError => e
      warn e.full_message # the inbox itself: the next pass tries again
    end
    start = false
    WAKE.pop
  end
end

# One post, whose failure is its own: the others go on.
def work_on(post, start)
  return if File.exist?("#{post}.done") || File.exist?("#{post}.failed")

  tries = File.size?("#{post}.tries").to_i
  if tries < MOST_TRIES
    return if tries.positive? && !start && Time.now < File.mtime("#{post}.tries") + WAIT_SECONDS[tries - 1]

    begin
      # Counted before the work: a post that ends the process uses up its tries too.
      File.write("#{post}.tries", '.', mode: 'a')
      handle(JSON.parse(File.read("#{post}.json", encoding: 'UTF-8').scrub))
      return File.rename("#{post}.tries", "#{post}.done")
    rescue Exception => e # an exit too: it would end this thread, and with it the work
      warn "Post #{post} failed, try #{tries + 1} of #{MOST_TRIES}: #{e.full_message}"
      return if tries + 1 < MOST_TRIES
    end
  end
  File.rename("#{post}.tries", "#{post}.failed")
  warn "Post #{post} is set aside. To try it again: \"Process again\" in Postback, or rm #{post}.failed"
end

# What an event means to you. If it throws or the process dies in the middle it is called again for the same event.
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
  socket.binmode
  method = socket.gets.to_s.split.first
  headers = {}
  while (line = socket.gets) && line != "\r\n"
    name, value = line.chomp.split(':', 2)
    headers[name.downcase] = value.to_s.strip
  end
  body = read_body(socket, headers) if method == 'POST'
  status = if method != 'POST' then 405
           elsif body.nil? then 400
           elsif body.bytesize > LARGEST_BODY then 413
           else receive(headers, body)
           end
  socket.write("HTTP/1.1 #{status} Status #{status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
rescue StandardError => e
  warn e.full_message
  socket.write("HTTP/1.1 500 Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
ensure
  socket.close
end

# Either its length is in the headers, or it comes in chunks, each with its length before it. nil: neither can be read.
def read_body(socket, headers)
  body = ''.b
  if headers['transfer-encoding'].to_s.casecmp?('chunked')
    while (length = Integer(socket.gets("\n", 1000).to_s[/\A\h+/].to_s, 16)).positive?
      read_into(body, socket, length)
      socket.gets("\n", 1000)
    end
    nil until socket.gets("\n", 1000).to_s.strip.empty? # headers after the body
  else
    read_into(body, socket, Integer(headers.fetch('content-length', '0'), 10))
  end
  body
rescue ArgumentError, EOFError
  nil
end

# What is too large is read too, so that the sender gets an answer, but no more is kept of it.
def read_into(body, socket, length)
  while length.positive?
    piece = socket.readpartial([length, 65_536].min)
    length -= piece.bytesize
    body << piece if body.bytesize <= LARGEST_BODY
  end
end

FileUtils.mkdir_p(INBOX)
$stdout.sync = true
server = TCPServer.new(Integer(ENV.fetch('PORT', '3000')))
Thread.new { work }
Thread.new { loop { sleep(WAIT_SECONDS[0]) && WAKE << :time } }
loop { Thread.new(server.accept) { |socket| serve(socket) } }
