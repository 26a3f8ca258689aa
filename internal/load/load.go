// Package load signs shoppers in at a gateway, over HTTP, many at once: the load generator of the benchmarks and of `demo load`.
//
// It does what a browser and a shop do for one sign-in, and nothing else: authorize, challenge, the wallet's signature, verify (and
// consent, the first time), token. Each worker keeps one connection and writes its requests by hand, so that on a machine that is shared
// with the gateway most of the processor is the gateway's. Loads are bounded in number and go to loopback addresses only.
package load

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/crypto"
)

// Shop is the client whose sign-ins are loaded.
type Shop struct {
	ID       string
	Secret   string
	Redirect string
	Scope    string // "openid" when empty
}

// Options say how much.
type Options struct {
	Gateway  string // http origin on a loopback host
	Shop     Shop
	Shoppers int     // wallets that take turns
	Workers  int     // connections
	Count    int     // sign-ins in all
	Rate     float64 // sign-ins begun per second; as many as can be when 0
}

// Report is what came of it.
type Report struct {
	SignIns   int
	Elapsed   time.Duration
	latencies []time.Duration // sorted
}

// PerSecond is the rate of complete sign-ins.
func (r Report) PerSecond() float64 { return float64(r.SignIns) / r.Elapsed.Seconds() }

// Quantile returns the latency of a whole sign-in that a part q of them stayed below.
func (r Report) Quantile(q float64) time.Duration {
	if len(r.latencies) == 0 {
		return 0
	}
	return r.latencies[min(int(q*float64(len(r.latencies))), len(r.latencies)-1)]
}

// Wallets makes n fresh wallets.
func Wallets(n int) ([]*ecdsa.PrivateKey, error) {
	keys := make([]*ecdsa.PrivateKey, n)
	for i := range keys {
		var err error
		if keys[i], err = crypto.GenerateKey(); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// Run signs in Count times with the wallets in turn, and stops at the first failure or when ctx ends.
func Run(ctx context.Context, o Options, wallets []*ecdsa.PrivateKey) (Report, error) {
	if err := o.check(wallets); err != nil {
		return Report{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	turns := make(chan int)
	go pace(ctx, o, turns)
	start := time.Now()
	all := make([][]time.Duration, o.Workers)
	var wg sync.WaitGroup
	for w := range o.Workers {
		wg.Go(func() {
			var err error
			if all[w], err = o.work(turns, wallets); err != nil {
				cancel(err)
			}
		})
	}
	wg.Wait()
	r := Report{Elapsed: time.Since(start), latencies: slices.Concat(all...)}
	slices.Sort(r.latencies)
	r.SignIns = len(r.latencies)
	return r, context.Cause(ctx)
}

func (o *Options) check(wallets []*ecdsa.PrivateKey) error {
	u, err := url.Parse(o.Gateway)
	if err != nil || u.Scheme != "http" || u.Port() == "" {
		return fmt.Errorf("gateway %q: want http://host:port", o.Gateway)
	}
	if ip := net.ParseIP(u.Hostname()); u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("gateway %q is not on this machine's loopback", o.Gateway)
	}
	if o.Workers < 1 || o.Workers > 1024 || o.Count < 1 || o.Count > 10_000_000 || len(wallets) == 0 {
		return errors.New("want 1 to 1,024 workers, 1 to 10,000,000 sign-ins, and a wallet")
	}
	if o.Shop.Scope == "" {
		o.Shop.Scope = "openid"
	}
	return nil
}

// pace hands out turns, evenly when there is a rate.
func pace(ctx context.Context, o Options, turns chan<- int) {
	defer close(turns)
	start := time.Now()
	for i := range o.Count {
		if o.Rate > 0 {
			time.Sleep(time.Until(start.Add(time.Duration(float64(i) / o.Rate * float64(time.Second)))))
		}
		select {
		case turns <- i:
		case <-ctx.Done():
			return
		}
	}
}

func (o Options) work(turns <-chan int, wallets []*ecdsa.PrivateKey) (latencies []time.Duration, err error) {
	u, err := url.Parse(o.Gateway)
	if err != nil {
		return nil, err
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	v := &visitor{o: o, host: u.Host, conn: conn, in: bufio.NewReaderSize(conn, 16<<10)}
	for i := range turns {
		begun := time.Now()
		if err := v.signIn(wallets[i%len(wallets)]); err != nil {
			return latencies, err
		}
		latencies = append(latencies, time.Since(begun))
	}
	return latencies, nil
}

// visitor is one connection, which is a browser and a shop in turn. Each sign-in is a new browser: no cookie is kept.
type visitor struct {
	o    Options
	host string
	conn net.Conn
	in   *bufio.Reader
	out  bytes.Buffer
	body []byte
}

const verifier = "the-verifier-of-a-load-generator-need-not-be-secret"

var challenge = func() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}()

func (v *visitor) signIn(key *ecdsa.PrivateKey) error {
	s := v.o.Shop
	query := url.Values{"client_id": {s.ID}, "redirect_uri": {s.Redirect}, "response_type": {"code"}, "scope": {s.Scope}, "state": {"s"}, "nonce": {"n"},
		"code_challenge": {challenge}, "code_challenge_method": {"S256"}}
	begun, err := v.ask("GET", "/authorize?"+query.Encode(), "", "", "", nil)
	if err != nil {
		return err
	}
	page, ok := strings.CutPrefix(begun.location, v.o.Gateway)
	if !ok || begun.cookie == "" {
		return fmt.Errorf("authorize answered %d without a page", begun.status)
	}
	cookie := begun.cookie
	var asked struct{ Message string }
	if err := v.post(page+"/challenge", cookie, map[string]string{"address": crypto.PubkeyToAddress(key.PublicKey).Hex()}, &asked); err != nil {
		return err
	}
	sig, err := crypto.Sign(accounts.TextHash([]byte(asked.Message)), key)
	if err != nil {
		return err
	}
	sig[64] += 27
	var done struct {
		Redirect string
		Consent  *struct{ Token string }
	}
	if err := v.post(page+"/verify", cookie, map[string]string{"message": asked.Message, "signature": "0x" + hex.EncodeToString(sig)}, &done); err != nil {
		return err
	}
	if done.Consent != nil {
		if err := v.post(page+"/consent", cookie, map[string]string{"token": done.Consent.Token}, &done); err != nil {
			return err
		}
	}
	back, err := url.Parse(done.Redirect)
	if err != nil {
		return err
	}
	return v.redeem(back.Query().Get("code"))
}

func (v *visitor) redeem(code string) error {
	s := v.o.Shop
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {s.Redirect}, "code_verifier": {verifier}}
	basic := "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(s.ID+":"+s.Secret)) + "\r\n"
	got, err := v.ask("POST", "/token", "", "application/x-www-form-urlencoded", basic, []byte(form.Encode()))
	if err != nil {
		return err
	}
	var tokens struct {
		ID string `json:"id_token"`
	}
	if err := json.Unmarshal(got.body, &tokens); err != nil || got.status != http.StatusOK || strings.Count(tokens.ID, ".") != 2 {
		return fmt.Errorf("token answered %d", got.status)
	}
	return nil
}

func (v *visitor) post(path, cookie string, body, into any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	got, err := v.ask("POST", path, cookie, "application/json", "Origin: "+v.o.Gateway+"\r\n", data)
	if err != nil {
		return err
	}
	if got.status != http.StatusOK {
		return fmt.Errorf("%s answered %d", path[strings.LastIndex(path, "/"):], got.status)
	}
	return json.Unmarshal(got.body, into)
}

// reply is what a browser and a shop look at in an answer.
type reply struct {
	status   int
	location string
	cookie   string // name=value of the last one set
	body     []byte // until the next answer
}

// ask writes one request and reads its answer.
func (v *visitor) ask(method, path, cookie, mediaType, header string, body []byte) (reply, error) {
	v.out.Reset()
	v.out.WriteString(method + " " + path + " HTTP/1.1\r\nHost: " + v.host + "\r\n" + header)
	if cookie != "" {
		v.out.WriteString("Cookie: " + cookie + "\r\n")
	}
	if body != nil {
		v.out.WriteString("Content-Type: " + mediaType + "\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n")
	}
	v.out.WriteString("\r\n")
	v.out.Write(body)
	if _, err := v.conn.Write(v.out.Bytes()); err != nil {
		return reply{}, err
	}
	return v.answer()
}

// answer reads one answer (RFC 9112), whose length must be given: the gateway gives it.
func (v *visitor) answer() (r reply, err error) {
	line, err := v.in.ReadSlice('\n')
	if err != nil {
		return r, err
	}
	if len(line) < 12 || string(line[:9]) != "HTTP/1.1 " {
		return r, errors.New("the answer is not HTTP/1.1")
	}
	if r.status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return r, errors.New("the answer has no status")
	}
	length := -1
	for {
		if line, err = v.in.ReadSlice('\n'); err != nil {
			return r, err
		}
		name, value, ok := bytes.Cut(bytes.TrimRight(line, "\r\n"), []byte(": "))
		if !ok {
			break
		}
		switch string(name) {
		case "Content-Length":
			if length, err = strconv.Atoi(string(value)); err != nil {
				return r, errors.New("the answer's length is no number")
			}
		case "Location":
			r.location = string(value)
		case "Set-Cookie":
			pair, _, _ := bytes.Cut(value, []byte(";"))
			r.cookie = string(pair)
		}
	}
	if length < 0 || length > maxReply {
		return r, fmt.Errorf("the answer's length is %d", length)
	}
	if cap(v.body) < length {
		v.body = make([]byte, length)
	}
	r.body = v.body[:length]
	_, err = io.ReadFull(v.in, r.body)
	return r, err
}

const maxReply = 1 << 20 // bytes
