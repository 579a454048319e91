// .NET 8 or newer, nothing to install: dotnet new console, this file as Program.cs, then
// HOTTOK=… SIGNING_SECRET=whsec_… dotnet run
using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

public static class Receive
{
    // While a token is being changed: both, with a comma between them.
    static readonly string[] Tokens = Required("HOTTOK").Split(',');
    static readonly byte[] Key = Convert.FromBase64String(Required("SIGNING_SECRET").Replace("whsec_", ""));
    static readonly string Inbox = Environment.GetEnvironmentVariable("INBOX") ?? "inbox";
    const int ToleranceSeconds = 300;
    const int LargestBody = 1_000_000;
    // How long a post that failed waits for its next try. After the last try it is set aside.
    static readonly int[] WaitSeconds = { 10, 60, 600, 3600 };
    static readonly int MostTries = WaitSeconds.Length + 1;

    public static void Main()
    {
        Directory.CreateDirectory(Inbox);
        new Thread(Work) { IsBackground = true }.Start();
        var server = new HttpListener();
        server.Prefixes.Add("http://+:" + (Environment.GetEnvironmentVariable("PORT") ?? "3000") + "/");
        // On Linux .NET can fail here when a connection comes in this very moment: let something start the program again.
        server.Start();
        while (true)
        {
            var context = server.GetContext();
            Task.Run(() => Answer(context));
        }
    }

    static void Answer(HttpListenerContext context)
    {
        try
        {
            context.Response.StatusCode = ReceivePost(context.Request);
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
            context.Response.StatusCode = 500;
        }
        context.Response.Close();
    }

    // In ASP.NET: read Request.Body before any model binding.
    static int ReceivePost(HttpListenerRequest request)
    {
        if (request.HttpMethod != "POST") return 405;
        // 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
        var body = ReadBody(request.InputStream);
        if (body.Length > LargestBody) return 413;

        // 2. and 3. The token, the signature and the time.
        if (!IsGenuine(request, body)) return 401;

        // A test shows that you can be reached. Nobody bought anything.
        if (Header(request, "postback-test") == "true") return 200;

        // 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
        Keep(Header(request, "webhook-id"), body);

        // 5. Answer. Whatever takes longer is done afterwards, from the inbox.
        Wake.Set();
        return 200;
    }

    // What is too large is read too, so that the sender gets an answer, but no more is kept of it.
    static byte[] ReadBody(Stream input)
    {
        var body = new MemoryStream();
        var piece = new byte[65_536];
        for (int length; (length = input.Read(piece, 0, piece.Length)) > 0;)
        {
            if (body.Length <= LargestBody) body.Write(piece, 0, length);
        }
        return body.ToArray();
    }

    static bool IsGenuine(HttpListenerRequest request, byte[] body)
    {
        var token = Header(request, "x-hotmart-hottok");
        var known = false;
        foreach (var expected in Tokens) known |= IsSame(token, expected);
        if (!known) return false;

        var timestamp = Header(request, "webhook-timestamp");
        var signed = Encoding.UTF8.GetBytes(Header(request, "webhook-id") + "." + timestamp + ".").Concat(body).ToArray();
        string signature;
        using (var hmac = new HMACSHA256(Key)) signature = "v1," + Convert.ToBase64String(hmac.ComputeHash(signed));
        var fits = false;
        // Several signatures while a secret is being changed: one that fits is enough.
        foreach (var given in Header(request, "webhook-signature").Split(' ')) fits |= IsSame(given, signature);
        if (!fits || Header(request, "webhook-id") == "" || !Regex.IsMatch(timestamp, @"\A[0-9]{1,15}\z")) return false;
        return Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(timestamp)) <= ToleranceSeconds;
    }

    // In constant time: how long it takes tells nothing. Hashes always have the same length.
    static bool IsSame(string left, string right)
    {
        return CryptographicOperations.FixedTimeEquals(Hash(left), Hash(right));
    }

    // A file for each post, put in its place whole. A second copy finds the place taken; if the first was set aside it is tried
    // again. Beside it, with the same name: .tries, with a byte for each try; then, in the place of .tries, .done when the post
    // is handled, or .failed when it is set aside.
    static void Keep(string id, byte[] body)
    {
        var name = BitConverter.ToString(Hash(id)).Replace("-", ""); // whatever the id holds, it names a file
        var place = Path.Combine(Inbox, name + ".json");
        var arriving = Path.Combine(Inbox, Guid.NewGuid() + ".arriving");
        using (var file = new FileStream(arriving, FileMode.CreateNew))
        {
            file.Write(body, 0, body.Length);
            file.Flush(true);
        }
        try
        {
            File.Move(arriving, place);
        }
        catch (IOException) when (File.Exists(place))
        {
            File.Delete(arriving);
            File.Delete(Path.ChangeExtension(place, ".failed"));
        }
    }

    static readonly AutoResetEvent Wake = new AutoResetEvent(false);

    // Passes over the inbox, one after the other: at the start, after each post, and now and then.
    static void Work()
    {
        for (var start = true; ; start = false) // at the start: what the last process had no time for, due or not
        {
            try
            {
                foreach (var post in Directory.GetFiles(Inbox, "*.json")) WorkOn(post, start);
            }
            catch (Exception error)
            {
                Console.Error.WriteLine(error); // the inbox itself: the next pass tries again
            }
            Wake.WaitOne(TimeSpan.FromSeconds(WaitSeconds[0]));
        }
    }

    // One post, whose failure is its own: the others go on.
    static void WorkOn(string post, bool start)
    {
        var counted = Path.ChangeExtension(post, ".tries");
        var done = Path.ChangeExtension(post, ".done");
        var failed = Path.ChangeExtension(post, ".failed");
        if (File.Exists(done) || File.Exists(failed)) return;
        var tries = File.Exists(counted) ? (int)new FileInfo(counted).Length : 0;
        if (tries < MostTries)
        {
            var waits = tries > 0 && !start;
            if (waits && DateTime.UtcNow < File.GetLastWriteTimeUtc(counted).AddSeconds(WaitSeconds[tries - 1])) return;
            try
            {
                // Counted before the work: a post that ends the process uses up its tries too.
                File.AppendAllText(counted, ".");
                Handle(File.ReadAllText(post));
                File.Move(counted, done);
                return;
            }
            catch (Exception error)
            {
                Console.Error.WriteLine("Post " + post + " failed, try " + (tries + 1) + " of " + MostTries + ": " + error);
                if (tries + 1 < MostTries) return;
            }
        }
        File.Move(counted, failed);
        var tryAgain = "rm " + failed;
        Console.Error.WriteLine("Post " + post + " is set aside. To try it again: \"Process again\" in Postback, or " + tryAgain);
    }

    // What an event means to you. If it throws or the process dies in the middle it is called again for the same event.
    static void Handle(string body)
    {
        using (var parsed = JsonDocument.Parse(body))
        {
            var data = parsed.RootElement.GetProperty("data");
            switch (parsed.RootElement.GetProperty("event").GetString())
            {
                case "PURCHASE_APPROVED":
                    Console.WriteLine("Give access: " + Email(data) + ", order " + Order(data));
                    break;
                case "PURCHASE_REFUNDED":
                case "PURCHASE_CHARGEBACK":
                    Console.WriteLine("Take access away: " + Email(data) + ", order " + Order(data));
                    break;
                // All others are kept and left alone. New events appear: they are no error.
            }
        }
    }

    static string Email(JsonElement data)
    {
        return data.GetProperty("buyer").GetProperty("email").GetString();
    }

    static string Order(JsonElement data)
    {
        return data.GetProperty("purchase").GetProperty("transaction").GetString();
    }

    static string Header(HttpListenerRequest request, string name)
    {
        return request.Headers[name] ?? "";
    }

    static byte[] Hash(string text)
    {
        using (var sha256 = SHA256.Create()) return sha256.ComputeHash(Encoding.UTF8.GetBytes(text));
    }

    static string Required(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrEmpty(value) ? throw new InvalidOperationException("Set " + name + ".") : value;
    }
}
