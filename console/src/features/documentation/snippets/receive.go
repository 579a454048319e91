// Go 1.21 or newer, nothing to install. HOTTOK=… SIGNING_SECRET=whsec_… go run receive.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

const (
	tolerance   = 300 * time.Second
	largestBody = 1_000_000
)

// How many seconds a post that failed waits for its next try. After the last try it is set aside.
var waitSeconds = []int{10, 60, 600, 3600}

var (
	tokens    []string // while a token is being changed: both, with a comma between them
	key       []byte
	inbox     = setting("INBOX", "inbox")
	mostTries = len(waitSeconds) + 1
)

func main() {
	tokens = strings.Split(setting("HOTTOK", ""), ",")
	secret := strings.TrimPrefix(setting("SIGNING_SECRET", ""), "whsec_")
	var err error
	if key, err = base64.StdEncoding.DecodeString(secret); err != nil || len(key) == 0 || tokens[0] == "" {
		log.Fatal("Set HOTTOK and SIGNING_SECRET.")
	}
	if err := os.MkdirAll(inbox, 0o700); err != nil {
		log.Fatal(err)
	}
	go work()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(receive(r)) })
	log.Fatal(http.ListenAndServe(":"+setting("PORT", "3000"), nil))
}

func receive(r *http.Request) int {
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed
	}
	// 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
	body, err := io.ReadAll(io.LimitReader(r.Body, largestBody+1))
	if err != nil {
		return http.StatusBadRequest
	}
	if len(body) > largestBody {
		io.Copy(io.Discard, r.Body) // so that the sender gets an answer
		return http.StatusRequestEntityTooLarge
	}

	// 2. and 3. The token, the signature and the time.
	if !isGenuine(r.Header, body) {
		return http.StatusUnauthorized
	}

	// A test shows that you can be reached. Nobody bought anything.
	if r.Header.Get("postback-test") == "true" {
		return http.StatusOK
	}

	// 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
	if err := keep(r.Header.Get("webhook-id"), body); err != nil {
		log.Print(err)
		return http.StatusInternalServerError
	}

	// 5. Answer. Whatever takes longer is done afterwards, from the inbox.
	select {
	case wake <- true:
	default: // it is awake
	}
	return http.StatusOK
}

func isGenuine(header http.Header, body []byte) bool {
	token := sha256.Sum256([]byte(header.Get("x-hotmart-hottok")))
	known := 0
	for _, expected := range tokens {
		// In constant time: how long it takes tells nothing. Hashes always have the same length.
		hash := sha256.Sum256([]byte(expected))
		known |= subtle.ConstantTimeCompare(token[:], hash[:])
	}
	if known == 0 {
		return false
	}

	timestamp := header.Get("webhook-timestamp")
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(header.Get("webhook-id") + "." + timestamp + "."))
	mac.Write(body)
	signature := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	signed := false
	// Several signatures while a secret is being changed: one that fits is enough.
	for _, given := range strings.Split(header.Get("webhook-signature"), " ") {
		signed = hmac.Equal([]byte(given), []byte(signature)) || signed
	}
	seconds, err := strconv.ParseUint(timestamp, 10, 32) // digits and nothing else
	if !signed || err != nil || header.Get("webhook-id") == "" {
		return false
	}
	return time.Since(time.Unix(int64(seconds), 0)).Abs() <= tolerance
}

// A file for each post, put in its place whole. A second copy finds the place taken; if the first was set aside it is tried
// again. Beside it, with the same name: .tries, with a byte for each try; then, in the place of .tries, .done when the post
// is handled, or .failed when it is set aside.
func keep(id string, body []byte) error {
	hash := sha256.Sum256([]byte(id)) // whatever the id holds, it names a file
	file, err := os.CreateTemp(inbox, "arriving-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if _, err = file.Write(body); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	place := filepath.Join(inbox, hex.EncodeToString(hash[:]))
	if err = os.Link(file.Name(), place+".json"); !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err = os.Remove(place + ".failed"); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

var wake = make(chan bool, 1)

// Passes over the inbox, one after the other: at the start, after each post, and now and then.
func work() {
	start := true // what the last process had no time for, however long it was to wait
	for {
		posts, _ := filepath.Glob(filepath.Join(inbox, "*.json"))
		for _, post := range posts {
			if err := workOn(strings.TrimSuffix(post, ".json"), start); err != nil {
				log.Print(err) // the inbox itself: the next pass tries again
			}
		}
		start = false
		select {
		case <-wake:
		case <-time.After(time.Duration(waitSeconds[0]) * time.Second):
		}
	}
}

// One post, whose failure is its own: the others go on.
func workOn(post string, start bool) error {
	if exists(post+".done") || exists(post+".failed") {
		return nil
	}
	tries := 0
	if info, err := os.Stat(post + ".tries"); err == nil {
		tries = int(info.Size())
		waits := tries > 0 && tries < mostTries && !start
		if waits && time.Since(info.ModTime()) < time.Duration(waitSeconds[tries-1])*time.Second {
			return nil
		}
	}
	if tries < mostTries {
		// Counted before the work: a post that ends the process uses up its tries too.
		if err := countTry(post + ".tries"); err != nil {
			return err
		}
		err := handleFile(post + ".json")
		if err == nil {
			return os.Rename(post+".tries", post+".done")
		}
		log.Printf("Post %s failed, try %d of %d: %v", post, tries+1, mostTries, err)
		if tries+1 < mostTries {
			return nil
		}
	}
	log.Printf("Post %s is set aside. To try it again: \"Process again\" in Postback, or rm %s.failed", post, post)
	return os.Rename(post+".tries", post+".failed")
}

func countTry(name string) error {
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(".")
	return errors.Join(err, file.Close())
}

// A panic is a failure of this one post.
func handleFile(name string) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%v\n%s", cause, debug.Stack())
		}
	}()
	body, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return handle(body)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// What an event means to you. If it fails or the process dies in the middle it is called again for the same event.
func handle(body []byte) error {
	var event struct {
		Event string
		Data  struct {
			Buyer    struct{ Email string }
			Purchase struct{ Transaction string }
		}
	}
	if err := json.Unmarshal(body, &event); err != nil {
		return err
	}
	switch event.Event {
	case "PURCHASE_APPROVED":
		log.Printf("Give access: %s, order %s", event.Data.Buyer.Email, event.Data.Purchase.Transaction)
	case "PURCHASE_REFUNDED", "PURCHASE_CHARGEBACK":
		log.Printf("Take access away: %s, order %s", event.Data.Buyer.Email, event.Data.Purchase.Transaction)
	default:
		// All others are kept and left alone. New events appear: they are no error.
	}
	return nil
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}
