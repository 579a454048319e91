// Java 17 or newer, nothing to install. HOTTOK=… SIGNING_SECRET=whsec_… java Receive.java
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    static final ExecutorService worker = Executors.newSingleThreadExecutor();

    public static void main(String[] args) throws IOException {
        Files.createDirectories(INBOX);
        worker.submit(Receive::workOff); // what the last process had no time for
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
        if (body.length > LARGEST_BODY) return 413;

        // 2. and 3. The token, the signature and the time.
        Headers headers = exchange.getRequestHeaders();
        if (!isGenuine(headers, body)) return 401;

        // A test shows that you can be reached. Nobody bought anything.
        if ("true".equals(headers.getFirst("postback-test"))) return 200;

        // 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
        keep(header(headers, "webhook-id"), body);

        // 5. Answer. Whatever takes longer is done afterwards, from the inbox.
        worker.submit(Receive::workOff);
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
        if (!signed) return false;

        return Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) <= TOLERANCE_SECONDS;
    }

    // In constant time: how long it takes tells nothing. Hashes always have the same length.
    static boolean isSame(String left, String right) throws GeneralSecurityException {
        return MessageDigest.isEqual(hash(left), hash(right));
    }

    // A file for each post, put in its place whole. A second copy finds the place taken.
    static void keep(String id, byte[] body) throws IOException, GeneralSecurityException {
        Path place = INBOX.resolve(HexFormat.of().formatHex(hash(id)) + ".json"); // whatever the id holds, it names a file
        Path arriving = Files.createTempFile(INBOX, "arriving-", "");
        try {
            Files.write(arriving, body);
            try (FileChannel file = FileChannel.open(arriving, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            Files.createLink(place, arriving);
        } catch (FileAlreadyExistsException known) {
            // Kept before.
        } finally {
            Files.delete(arriving);
        }
    }

    static void workOff() {
        try (var posts = Files.newDirectoryStream(INBOX, "*.json")) {
            for (Path post : posts) {
                Path done = Path.of(post.toString().replaceFirst("json$", "done"));
                if (Files.exists(done)) continue;
                handle(Files.readString(post));
                Files.createFile(done);
            }
        } catch (IOException | RuntimeException error) {
            error.printStackTrace(); // it is tried again with the next post
        }
    }

    // What an event means to you. If the process dies in the middle it is called again for the same event.
    static void handle(String body) {
        String who = textIn(body, "email") + ", order " + textIn(body, "transaction");
        switch (textIn(body, "event")) {
            case "PURCHASE_APPROVED" -> System.out.println("Give access: " + who);
            case "PURCHASE_REFUNDED", "PURCHASE_CHARGEBACK" -> System.out.println("Take access away: " + who);
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
