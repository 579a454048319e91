// Java 17 or newer, nothing to install. HOTTOK=… SIGNING_SECRET=whsec_… java Receive.java
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Receive {
    // While a token is being changed: both, with a comma between them.
    static final String[] TOKENS = required("HOTTOK").split(",");
    static final byte[] KEY = Base64.getDecoder().decode(required("SIGNING_SECRET").replaceFirst("^whsec_", ""));
    static final Path INBOX = Path.of(System.getenv().getOrDefault("INBOX", "inbox"));
    static final long TOLERANCE_SECONDS = 300;
    static final int LARGEST_BODY = 1_000_000;
    // How long a post that failed waits for its next try. After the last try it is set aside.
    static final int[] WAIT_SECONDS = {10, 60, 600, 3600};
    static final int MOST_TRIES = WAIT_SECONDS.length + 1;
    static final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor();

    public static void main(String[] args) throws IOException {
        Files.createDirectories(INBOX);
        worker.execute(() -> workOff(true)); // what the last process had no time for, however long it was to wait
        worker.scheduleWithFixedDelay(() -> workOff(false), WAIT_SECONDS[0], WAIT_SECONDS[0], TimeUnit.SECONDS);
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "3000"));
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", Receive::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    static void answer(HttpExchange exchange) throws IOException {
        int status = 500;
        try {
            status = receive(exchange);
        } catch (Exception error) {
            error.printStackTrace();
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    static int receive(HttpExchange exchange) throws Exception {
        if (!exchange.getRequestMethod().equals("POST")) return 405;
        // 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()); // so that the sender gets an answer
            return 413;
        }

        // 2. and 3. The token, the signature and the time.
        Headers headers = exchange.getRequestHeaders();
        if (!isGenuine(headers, body)) return 401;

        // A test shows that you can be reached. Nobody bought anything.
        if ("true".equals(headers.getFirst("postback-test"))) return 200;

        // 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
        keep(header(headers, "webhook-id"), body);

        // 5. Answer. Whatever takes longer is done afterwards, from the inbox.
        worker.execute(() -> workOff(false));
        return 200;
    }

    static boolean isGenuine(Headers headers, byte[] body) throws GeneralSecurityException {
        boolean known = false;
        for (String expected : TOKENS) known |= isSame(header(headers, "x-hotmart-hottok"), expected);
        if (!known) return false;

        String timestamp = header(headers, "webhook-timestamp");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        mac.update((header(headers, "webhook-id") + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        String signature = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        boolean signed = false;
        // Several signatures while a secret is being changed: one that fits is enough.
        for (String given : header(headers, "webhook-signature").split(" ")) signed |= isSame(given, signature);
        if (!signed || header(headers, "webhook-id").isEmpty() || !timestamp.matches("[0-9]{1,15}")) return false;
        return Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) <= TOLERANCE_SECONDS;
    }

    // In constant time: how long it takes tells nothing. Hashes always have the same length.
    static boolean isSame(String left, String right) throws GeneralSecurityException {
        return MessageDigest.isEqual(hash(left), hash(right));
    }

    // A file for each post, put in its place whole. A second copy finds the place taken; if the first was set aside it is tried
    // again. Beside it, with the same name: .tries, with a byte for each try; then, in the place of .tries, .done when the post
    // is handled, or .failed when it is set aside.
    static void keep(String id, byte[] body) throws IOException, GeneralSecurityException {
        Path place = INBOX.resolve(HexFormat.of().formatHex(hash(id))); // whatever the id holds, it names a file
        Path arriving = Files.createTempFile(INBOX, "arriving-", "");
        try {
            Files.write(arriving, body);
            try (FileChannel file = FileChannel.open(arriving, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            Files.createLink(beside(place, ".json"), arriving);
        } catch (FileAlreadyExistsException known) {
            Files.deleteIfExists(beside(place, ".failed"));
        } finally {
            Files.delete(arriving);
        }
    }

    // A pass over the inbox. There is one thread for it, so that no post is handled twice at once.
    static void workOff(boolean start) {
        try (var posts = Files.newDirectoryStream(INBOX, "*.json")) {
            for (Path post : posts) workOn(Path.of(post.toString().replaceFirst("\\.json$", "")), start);
        } catch (IOException | RuntimeException error) {
            error.printStackTrace(); // the inbox itself: the next pass tries again
        }
    }

    // One post, whose failure is its own: the others go on.
    static void workOn(Path post, boolean start) throws IOException {
        Path counted = beside(post, ".tries");
        if (Files.exists(beside(post, ".done")) || Files.exists(beside(post, ".failed"))) return;
        int tries = Files.exists(counted) ? (int) Files.size(counted) : 0;
        if (tries < MOST_TRIES) {
            if (tries > 0 && !start) {
                Instant due = Files.getLastModifiedTime(counted).toInstant().plusSeconds(WAIT_SECONDS[tries - 1]);
                if (Instant.now().isBefore(due)) return;
            }
            try {
                // Counted before the work: a post that ends the process uses up its tries too.
                Files.writeString(counted, ".", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                handle(new String(Files.readAllBytes(beside(post, ".json")), StandardCharsets.UTF_8));
                Files.move(counted, beside(post, ".done"));
                return;
            } catch (Throwable error) { // an Error too: it would end the work
                System.err.println("Post " + post + " failed, try " + (tries + 1) + " of " + MOST_TRIES + ":");
                error.printStackTrace();
                if (tries + 1 < MOST_TRIES) return;
            }
        }
        Files.move(counted, beside(post, ".failed"));
        String tryAgain = "rm " + beside(post, ".failed");
        System.err.println("Post " + post + " is set aside. To try it again: \"Process again\" in Postback, or " + tryAgain);
    }

    static Path beside(Path post, String ending) {
        return Path.of(post + ending);
    }

    // What an event means to you. If it throws or the process dies in the middle it is called again for the same event.
    static void handle(String body) throws Exception {
        String who = textIn(body, "email") + ", order " + textIn(body, "transaction");
        switch (textIn(body, "event")) {
            case "PURCHASE_APPROVED" -> System.out.println("Give access: " + who);
            case "PURCHASE_REFUNDED", "PURCHASE_CHARGEBACK" -> System.out.println("Take access away: " + who);
            case "" -> throw new IllegalArgumentException("This is no event.");
            default -> { } // All others are kept and left alone. New events appear: they are no error.
        }
    }

    // Java brings no reader of JSON. With Jackson: new ObjectMapper().readTree(body).at("/data/purchase/transaction").asText()
    static String textIn(String json, String key) {
        Matcher found = Pattern.compile("\"" + key + "\":\"([^\"\\\\]*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }

    static String header(Headers headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    static byte[] hash(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) throw new IllegalStateException("Set " + name + ".");
        return value;
    }
}
