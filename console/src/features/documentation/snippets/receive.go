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
	"io"
	"io/fs"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	tolerance   = 300 * time.Second
	largestBody = 1_000_000
)

var (
	tokens []string // while a token is being changed: both, with a comma between them
	key    []byte
	inbox  = setting("INBOX", "inbox")
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
	workOff() // what the last process had no time for
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(receive(w, r)) })
	log.Fatal(http.ListenAndServe(":"+setting("PORT", "3000"), nil))
}

func receive(w http.ResponseWriter, r *http.Request) int {
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed
	}
	// 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestBody))
	if err != nil {
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
	go workOff()
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
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	return signed && err == nil && time.Since(time.Unix(seconds, 0)).Abs() <= tolerance
}

// A file for each post, put in its place whole. A second copy finds the place taken.
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
	err = os.Link(file.Name(), filepath.Join(inbox, hex.EncodeToString(hash[:])+".json"))
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

var working sync.Mutex

func workOff() {
	working.Lock()
	defer working.Unlock()
	posts, _ := filepath.Glob(filepath.Join(inbox, "*.json"))
	for _, post := range posts {
		done := strings.TrimSuffix(post, ".json") + ".done"
		if _, err := os.Stat(done); err == nil {
			continue
		}
		body, err := os.ReadFile(post)
		if err == nil {
			err = handle(body)
		}
		if err == nil {
			err = os.WriteFile(done, nil, 0o600)
		}
		if err != nil {
			log.Print(err) // it is tried again with the next post
		}
	}
}

// What an event means to you. If the process dies in the middle it is called again for the same event.
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
