package gateway_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/crypto"

	"carnet/internal/gateway"
	"carnet/internal/gateway/oidc"
	"carnet/internal/profile"
	"carnet/internal/state/statetest"
)

// browser keeps cookies and a wallet, which can be changed.
type browser struct {
	f       *fixture
	key     *ecdsa.PrivateKey
	cookies map[string]string
}

func (f *fixture) browser() *browser { return &browser{f, newWallet(f.t), map[string]string{}} }

func newWallet(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func address(key *ecdsa.PrivateKey) string { return crypto.PubkeyToAddress(key.PublicKey).Hex() }

func personalSign(t testing.TB, key *ecdsa.PrivateKey, message string) string {
	t.Helper()
	sig, err := crypto.Sign(accounts.TextHash([]byte(message)), key)
	if err != nil {
		t.Fatal(err)
	}
	sig[64] += 27
	return "0x" + hex.EncodeToString(sig)
}

// call is what a page's script or a link does; it returns the status and the JSON.
func (b *browser) call(method, path string, body any) (int, map[string]any, http.Header) {
	b.f.t.Helper()
	var data []byte
	header := []string{}
	if body != nil {
		data, _ = json.Marshal(body)
		header = append(header, "Origin", issuer)
	}
	for name, value := range b.cookies {
		header = append(header, "Cookie", name+"="+value)
	}
	rec := b.f.do(method, path, data, header...)
	for _, c := range rec.Result().Cookies() {
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	var out map[string]any
	_ = json.Unmarshal(rec.Body.Bytes(), &out)
	return rec.Code, out, rec.Header()
}

// must is call for what succeeds.
func (b *browser) must(method, path string, body any) map[string]any {
	b.f.t.Helper()
	status, out, _ := b.call(method, path, body)
	if status != http.StatusOK {
		b.f.t.Fatalf("%s %s: got %d %v", method, path, status, out)
	}
	return out
}

const shopVerifier = "a-verifier-of-a-test-that-is-long-enough-for-rfc-7636"

func authorizePath(client, origin, scope string) string {
	sum := sha256.Sum256([]byte(shopVerifier))
	return "/authorize?" + url.Values{"client_id": {client}, "redirect_uri": {origin + "/callback"}, "response_type": {"code"}, "scope": {scope}, "state": {"s"},
		"nonce": {"n"}, "code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"}, "prompt": {"login"}}.Encode()
}

// signIn signs in at a shop and returns the tokens' answer, or the refusal.
func (b *browser) signIn(client, origin, scope string) (status int, out map[string]any) {
	b.f.t.Helper()
	_, _, header := b.call("GET", authorizePath(client, origin, scope), nil)
	page, ok := strings.CutPrefix(header.Get("Location"), issuer)
	if !ok {
		b.f.t.Fatalf("authorize leads to %q", header.Get("Location"))
	}
	message, _ := b.must("POST", page+"/challenge", map[string]string{"address": address(b.key)})["message"].(string)
	status, out, _ = b.call("POST", page+"/verify", map[string]string{"message": message, "signature": personalSign(b.f.t, b.key, message)})
	if consent, ok := out["consent"].(map[string]any); ok {
		status, out, _ = b.call("POST", page+"/consent", map[string]any{"token": consent["token"]})
	}
	if status != http.StatusOK {
		return status, out
	}
	back, err := url.Parse(out["redirect"].(string))
	if err != nil {
		b.f.t.Fatal(err)
	}
	return b.f.redeem(url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {origin + "/callback"},
		"code_verifier": {shopVerifier}, "client_id": {client}, "client_secret": {"secret"}})
}

func (f *fixture) redeem(form url.Values) (int, map[string]any) {
	f.t.Helper()
	rec := f.do("POST", "/token", []byte(form.Encode()), "Content-Type", "application/x-www-form-urlencoded")
	var out map[string]any
	if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil {
		f.t.Fatal(err)
	}
	return rec.Code, out
}

// sub signs in and returns the subject.
func (b *browser) sub(client, origin string) string {
	b.f.t.Helper()
	status, out := b.signIn(client, origin, "openid")
	if status != http.StatusOK {
		b.f.t.Fatalf("got %d %v", status, out)
	}
	sub, _ := idClaims(b.f.t, out["id_token"].(string))["sub"].(string)
	return sub
}

// idClaims reads an ID token without checking it.
func idClaims(t testing.TB, token string) (claims map[string]any) {
	t.Helper()
	data, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

// signed answers one of the account page's challenges with a wallet.
func (b *browser) signed(purpose string, key *ecdsa.PrivateKey) (int, map[string]any) {
	b.f.t.Helper()
	return b.signedFor(purpose, "", key)
}

// remove takes the wallet with this id off the account; signer is who signs for it.
func (b *browser) remove(id string, signer *ecdsa.PrivateKey) (int, map[string]any) {
	b.f.t.Helper()
	return b.signedFor("remove", id, signer)
}

func (b *browser) signedFor(purpose, id string, key *ecdsa.PrivateKey) (int, map[string]any) {
	b.f.t.Helper()
	status, out, _ := b.call("POST", "/account/challenge", map[string]string{"address": address(key), "purpose": purpose, "wallet": id})
	if status != http.StatusOK {
		return status, out
	}
	message, _ := out["message"].(string)
	status, out, _ = b.call("POST", "/account/verify", map[string]string{"message": message, "signature": personalSign(b.f.t, key, message), "purpose": purpose, "wallet": id})
	return status, out
}

// enter opens the account page with the browser's wallet.
func (b *browser) enter() map[string]any {
	b.f.t.Helper()
	b.must("GET", "/account/context", nil)
	status, out := b.signed("sign_in", b.key)
	if status != http.StatusOK || out["signed_in"] != true {
		b.f.t.Fatalf("got %d %v", status, out)
	}
	return out
}

// add links a further wallet: both sign.
func (b *browser) add(key *ecdsa.PrivateKey) (int, map[string]any) {
	b.f.t.Helper()
	if status, out := b.signed("add", key); status != http.StatusOK {
		return status, out
	}
	return b.signed("add_confirm", b.key)
}

func wallets(out map[string]any) (ids map[string]string) {
	ids = map[string]string{}
	list, _ := out["wallets"].([]any)
	for _, w := range list {
		w := w.(map[string]any)
		ids[w["address"].(string)] = w["id"].(string)
	}
	return ids
}

const otherOrigin = "http://localhost:8092"

func TestSeveralWalletsOpenOneAccountAndLosingOneLocksNobodyOut(t *testing.T) {
	f := newFixture(t, true)
	b := f.browser()
	first, second := b.key, newWallet(t)
	subA, subB := b.sub("shop1", shopOrigin), b.sub("shop2", otherOrigin)
	b.enter()
	status, out := b.add(second)
	if status != http.StatusOK || len(wallets(out)) != 2 {
		t.Fatalf("got %d %v", status, out)
	}
	same := func(key *ecdsa.PrivateKey) {
		t.Helper()
		at := f.browser()
		at.key = key
		if a, b := at.sub("shop1", shopOrigin), at.sub("shop2", otherOrigin); a != subA || b != subB {
			t.Fatal("a wallet of the account signs in under other subs")
		}
	}
	same(first)
	same(second)
	ids := wallets(out)
	lost := f.browser() // the first wallet is lost: the second removes it
	lost.key = second
	lost.enter()
	if status, out := lost.remove(ids[address(first)], second); status != http.StatusOK || len(wallets(out)) != 1 {
		t.Fatalf("got %d %v", status, out)
	}
	f.advance(10 * time.Second)
	same(second)
	gone := f.browser()
	gone.key = first
	if status, out := gone.signIn("shop1", shopOrigin, "openid"); status != http.StatusUnauthorized || out["error"] != "wallet_removed" {
		t.Errorf("a wallet that was taken off its account signs in: got %d %v", status, out)
	}
	gone.must("GET", "/account/context", nil)
	if status, out := gone.signed("sign_in", first); status != http.StatusUnauthorized || out["error"] != "wallet_removed" {
		t.Errorf("got %d %v", status, out)
	}
	if status, out, _ := b.call("POST", "/account/consents/revoke", map[string]string{"client_id": "shop1"}); status != http.StatusUnauthorized {
		t.Errorf("the session of a removed wallet still acts: %d %v", status, out)
	}
	if status, out := lost.remove(ids[address(second)], second); status != http.StatusConflict || out["error"] != "last_wallet" {
		t.Errorf("the last wallet: got %d %v", status, out)
	}
	f.restart()
	same(second)
}

func TestBothWalletsMustSign(t *testing.T) {
	f := newFixture(t, false)
	b, victim := f.browser(), f.browser()
	victim.sub("shop1", shopOrigin)
	b.enter()
	second, stranger := newWallet(t), newWallet(t)
	if status, out := b.signed("add_confirm", b.key); status != http.StatusConflict || out["error"] != "nothing_to_add" {
		t.Errorf("confirming nothing: got %d %v", status, out)
	}
	_, out, _ := b.call("POST", "/account/challenge", map[string]string{"address": address(second), "purpose": "add"})
	if message, _ := out["message"].(string); !strings.Contains(message, "Add this wallet to the account of "+address(b.key)+".") {
		t.Errorf("the text of a wallet to be added does not name whose account it will open: %q", message)
	}
	if status, _ := b.signed("add", second); status != http.StatusOK {
		t.Fatal(status)
	}
	if status, _ := b.signed("add_confirm", stranger); status != http.StatusUnauthorized {
		t.Errorf("a stranger confirms: got %d", status)
	}
	if status, _ := b.signed("add_confirm", second); status != http.StatusUnauthorized {
		t.Errorf("the new wallet confirms itself: got %d", status)
	}
	_, out, _ = b.call("POST", "/account/challenge", map[string]string{"address": address(b.key), "purpose": "add_confirm"})
	message, _ := out["message"].(string)
	if !strings.Contains(message, address(second)) {
		t.Errorf("the text does not name the wallet: %q", message)
	}
	for _, purpose := range []string{"sign_in", "add"} { // the text of one purpose is nothing for another
		status, _, _ := b.call("POST", "/account/verify", map[string]string{"message": message, "signature": personalSign(t, b.key, message), "purpose": purpose})
		if status != http.StatusUnauthorized {
			t.Errorf("as %s: got %d", purpose, status)
		}
	}
	other := f.browser() // another person's browser cannot finish with the cookie of this one
	other.enter()
	other.cookies["__Host-carnet-adding"] = b.cookies["__Host-carnet-adding"]
	if status, _ := other.signed("add_confirm", other.key); status != http.StatusConflict {
		t.Errorf("another session: got %d", status)
	}
	if status, out := b.add(victim.key); status != http.StatusConflict || out["error"] != "already_linked" {
		t.Errorf("a wallet with an account of its own: got %d %v", status, out)
	}
	if got := wallets(b.must("GET", "/account/context", nil)); len(got) != 1 {
		t.Errorf("got %d wallets, want 1", len(got))
	}
	anonymous := f.browser()
	for path, body := range map[string]map[string]string{"/account/challenge": {"purpose": "remove", "address": address(second)}, "/account/consents/revoke": {}} {
		if status, _, _ := anonymous.call("POST", path, body); status != http.StatusUnauthorized {
			t.Errorf("%s without a session: got %d", path, status)
		}
	}
}

func TestAWalletIsRemovedByASignatureOfTheOneThatIsSignedIn(t *testing.T) {
	f := newFixture(t, false)
	b, second, third := f.browser(), newWallet(t), newWallet(t)
	b.enter()
	for _, key := range []*ecdsa.PrivateKey{second, third} {
		if status, out := b.add(key); status != http.StatusOK {
			t.Fatalf("got %d %v", status, out)
		}
	}
	ids := wallets(b.must("GET", "/account/context", nil))
	for _, signer := range []*ecdsa.PrivateKey{second, third, newWallet(t)} { // a thief of the cookie has no key
		if status, out := b.remove(ids[address(second)], signer); status != http.StatusUnauthorized || out["error"] != "bad_signature" {
			t.Errorf("got %d %v", status, out)
		}
	}
	ask := map[string]string{"address": address(b.key), "purpose": "remove", "wallet": ids[address(second)]}
	message, _ := b.must("POST", "/account/challenge", ask)["message"].(string)
	if !strings.Contains(message, "Take the wallet "+address(second)+" off my account.") {
		t.Errorf("the text does not name the wallet: %q", message)
	}
	for _, as := range []map[string]string{{"purpose": "remove", "wallet": ids[address(third)]}, {"purpose": "sign_in"}, {"purpose": "add"}} { // that text is for nothing else
		as["message"], as["signature"] = message, personalSign(t, b.key, message)
		if status, out, _ := b.call("POST", "/account/verify", as); status != http.StatusUnauthorized {
			t.Errorf("%v: got %d %v", as["purpose"], status, out)
		}
	}
	if status, out := b.remove("unknown", b.key); status != http.StatusConflict || out["error"] != "not_linked" {
		t.Errorf("got %d %v", status, out)
	}
	if got := wallets(b.must("GET", "/account/context", nil)); len(got) != 3 {
		t.Errorf("got %d wallets, want 3", len(got))
	}
	if status, out := b.remove(ids[address(b.key)], b.key); status != http.StatusOK || out["signed_in"] != false {
		t.Errorf("the wallet that is signed in removes itself: got %d %v", status, out)
	}
}

func TestAWalletsSignatureAddsItOnce(t *testing.T) {
	f := newFixture(t, false)
	b, second := f.browser(), newWallet(t)
	b.enter()
	if status, out := b.signed("add", second); status != http.StatusOK {
		t.Fatalf("got %d %v", status, out)
	}
	kept := b.cookies["__Host-carnet-adding"]
	status, out := b.signed("add_confirm", b.key)
	if status != http.StatusOK || len(wallets(out)) != 2 {
		t.Fatalf("got %d %v", status, out)
	}
	if status, out := b.remove(wallets(out)[address(second)], b.key); status != http.StatusOK {
		t.Fatalf("got %d %v", status, out)
	}
	b.cookies["__Host-carnet-adding"] = kept
	if status, out := b.signed("add_confirm", b.key); status != http.StatusConflict || out["error"] != "nonce_used" {
		t.Errorf("a copy of the cookie: got %d %v", status, out)
	}
	if got := wallets(b.must("GET", "/account/context", nil)); len(got) != 1 {
		t.Errorf("got %d wallets: one was added without signing again", len(got))
	}
}

func TestConsentAtAStrangersShopIsShownAndTakenBack(t *testing.T) {
	f := newFixture(t, true)
	f.cfg.Registration.Tokens = [][32]byte{oidc.HashSecret("initial")}
	f.restart()
	const origin = "https://stranger.example"
	rec := f.do("POST", "/register", []byte(`{"redirect_uris":["`+origin+`/callback"],"client_name":"Paper Lantern","token_endpoint_auth_method":"client_secret_post"}`),
		"Content-Type", "application/json", "Authorization", "Bearer initial")
	var client struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &client); err != nil || rec.Code != http.StatusCreated {
		t.Fatalf("register: %d %s", rec.Code, rec.Body)
	}
	b := f.browser()
	asked := func() bool {
		t.Helper()
		_, _, header := b.call("GET", authorizePath(client.ID, origin, "openid"), nil)
		page := strings.TrimPrefix(header.Get("Location"), issuer)
		message, _ := b.must("POST", page+"/challenge", map[string]string{"address": address(b.key)})["message"].(string)
		out := b.must("POST", page+"/verify", map[string]string{"message": message, "signature": personalSign(t, b.key, message)})
		consent, ok := out["consent"].(map[string]any)
		if ok {
			b.must("POST", page+"/consent", map[string]any{"token": consent["token"]})
		}
		return ok
	}
	if !asked() || asked() {
		t.Fatal("not asked exactly once")
	}
	f.restart()
	shops, _ := b.must("GET", "/account/context", nil)["shops"].([]any)
	if len(shops) != 1 {
		t.Fatalf("got %v", shops)
	}
	if shop, _ := shops[0].(map[string]any); shop["client_id"] != client.ID || shop["host"] != "stranger.example" || shop["name"] != "" {
		t.Errorf("got %v", shop)
	}
	owner := f.browser()
	owner.enter()
	if status, out := owner.add(b.key); status != http.StatusConflict || out["error"] != "already_linked" {
		t.Errorf("a wallet that signed in at a stranger's shop is taken for unused: got %d %v", status, out)
	}
	if out := b.must("POST", "/account/consents/revoke", map[string]string{"client_id": client.ID}); len(out["shops"].([]any)) != 0 {
		t.Errorf("got %v", out["shops"])
	}
	if !asked() {
		t.Error("not asked again")
	}
}

func TestTwoAccountsThatRaceForAWallet(t *testing.T) {
	f := newFixture(t, false)
	prize := newWallet(t)
	rivals := make([]*browser, 8)
	for i := range rivals {
		rivals[i] = f.browser()
		rivals[i].enter()
		if status, _ := rivals[i].signed("add", prize); status != http.StatusOK {
			t.Fatal(status)
		}
	}
	var won atomic.Int64
	var wg sync.WaitGroup
	for _, b := range rivals {
		wg.Go(func() {
			if status, _ := b.signed("add_confirm", b.key); status == http.StatusOK {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("got %d accounts with the same wallet, want 1", won.Load())
	}
}

func TestConsentIsShownAndTakenBack(t *testing.T) {
	f := newFixture(t, false)
	b := f.browser()
	status, tokens := b.signIn("shop1", shopOrigin, "openid profile offline_access")
	if status != http.StatusOK {
		t.Fatalf("got %d %v", status, tokens)
	}
	out := b.must("GET", "/account/context", nil) // the sign-in at the shop is a session here
	shops, _ := out["shops"].([]any)
	if out["signed_in"] != true || len(shops) != 1 {
		t.Fatalf("got %v", out)
	}
	shop, _ := shops[0].(map[string]any)
	if shop["client_id"] != "shop1" || shop["host"] != shopSector || len(shop["gets"].([]any)) != 3 {
		t.Errorf("got %v", shop)
	}
	if out := b.must("POST", "/account/consents/revoke", map[string]string{"client_id": "shop1"}); len(out["shops"].([]any)) != 0 {
		t.Errorf("got %v", out["shops"])
	}
	status, refused := f.redeem(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {tokens["refresh_token"].(string)}, "client_id": {"shop1"}, "client_secret": {"secret"}})
	if status != http.StatusBadRequest || refused["error"] != "invalid_grant" {
		t.Errorf("the shop's refresh token after that: got %d %v", status, refused)
	}
	silent := strings.Replace(authorizePath("shop1", shopOrigin, "openid"), "prompt=login", "prompt=none", 1)
	if _, _, header := b.call("GET", silent, nil); !strings.Contains(header.Get("Location"), "error=consent_required") {
		t.Errorf("a silent sign-in after that leads to %q", header.Get("Location"))
	}
	if out := b.must("POST", "/account/sign-out", map[string]string{}); out["signed_in"] != false {
		t.Errorf("got %v", out)
	}
	if out := b.must("GET", "/account/context", nil); out["signed_in"] != false {
		t.Errorf("after signing out: got %v", out)
	}
}

// TestADumpTellsNothing signs shoppers in at two shops, adds wallets, and then reads every byte of state and objects as a thief. It signs in
// 500 times, or as often as CARNET_SIGN_INS says: `make soak` says 10,000.
func TestADumpTellsNothing(t *testing.T) {
	count := 500
	if n, err := strconv.Atoi(os.Getenv("CARNET_SIGN_INS")); err == nil {
		count = n
	}
	t.Run("bolt", func(t *testing.T) { aDumpTellsNothing(t, newFixture(t, true), count) })
	t.Run("redis", func(t *testing.T) {
		f := newFixture(t, true)
		f.redis = statetest.StartRedis(t, "rdbcompression no", "dir "+f.dir)
		aDumpTellsNothing(t, f, count)
	})
}

func aDumpTellsNothing(t *testing.T, f *fixture, count int) {
	f.cfg.AliasDomain = "alias.example"
	f.restart()
	var secrets []string
	subs := map[string]string{}
	for i := range count / 2 { // each at both shops
		b := f.browser()
		a, other := b.sub("shop1", shopOrigin), b.sub("shop2", otherOrigin)
		if a == other || subs[a] != "" || subs[other] != "" {
			t.Fatal("two subjects are the same")
		}
		subs[a], subs[other] = "shop1", "shop2"
		addr := address(b.key)
		secrets = append(secrets, addr, strings.ToLower(addr), strings.ToLower(addr[2:]), string(crypto.PubkeyToAddress(b.key.PublicKey).Bytes()))
		for _, value := range b.cookies {
			secrets = append(secrets, value)
		}
		if i%500 == 0 {
			second := newWallet(t)
			b.enter()
			if status, out := b.add(second); status != http.StatusOK {
				t.Fatalf("got %d %v", status, out)
			}
			secrets = append(secrets, strings.ToLower(address(second)[2:]))
			status, out := b.signIn("shop1", shopOrigin, "openid email profile offline_access")
			if status != http.StatusOK {
				t.Fatal(status)
			}
			secrets = append(secrets, out["access_token"].(string), out["refresh_token"].(string), out["id_token"].(string))
		}
	}
	for sub := range subs {
		secrets = append(secrets, sub)
	}
	if f.redis != nil {
		f.redis.CLI(t, "SAVE") // dump.rdb
		if n, err := strconv.Atoi(f.redis.CLI(t, "DBSIZE")); err != nil || n < count {
			t.Fatalf("Redis holds %d records, %v: too few to tell anything", n, err)
		}
		if data, err := os.ReadFile(filepath.Join(f.dir, "dump.rdb")); err != nil || !bytes.Contains(data, []byte("carnet:fixture:")) {
			t.Fatalf("the dump is not readable: %v", err)
		}
	}
	f.stop()
	dump := map[string][]byte{}
	total := 0
	err := filepath.WalkDir(f.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		dump[path] = append([]byte(path+"\n"), data...)
		total += len(data)
		return err
	})
	if err != nil || total < count*100 {
		t.Fatalf("read %d bytes: %v", total, err)
	}
	all := bytes.Join(mapsValues(dump), []byte("\n"))
	index := newIndex(all)
	for _, s := range secrets {
		if index.has([]byte(s)) {
			t.Errorf("the stores hold %.10q…", s)
		}
	}
	t.Logf("%d sign-ins left %d bytes in %d files; %d secrets searched", count, total, len(dump), len(secrets))
}

func mapsValues(m map[string][]byte) (out [][]byte) {
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

// index finds many needles in one haystack: by their first eight bytes.
type index struct {
	hay []byte
	at  map[[8]byte][]int32
}

func newIndex(hay []byte) index {
	x := index{hay, map[[8]byte][]int32{}}
	for i := 0; i+8 <= len(hay); i++ {
		key := [8]byte(hay[i:])
		if len(x.at[key]) < 64 {
			x.at[key] = append(x.at[key], int32(i))
		}
	}
	return x
}

func (x index) has(needle []byte) bool {
	if len(needle) < 16 {
		return false
	}
	places := x.at[[8]byte(needle)]
	if len(places) == 64 {
		return bytes.Contains(x.hay, needle)
	}
	for _, at := range places {
		if bytes.HasPrefix(x.hay[at:], needle) {
			return true
		}
	}
	return false
}

func TestTheAccountPageRefusesFramesAndOtherOrigins(t *testing.T) {
	f := newFixture(t, false)
	b := f.browser()
	b.enter()
	for _, path := range []string{"/account", "/account/context"} {
		_, _, header := b.call("GET", path, nil)
		if csp := header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") || header.Get("X-Frame-Options") != "DENY" {
			t.Errorf("%s: got %q", path, csp)
		}
	}
	for _, path := range []string{"/account/challenge", "/account/verify", "/account/consents/revoke", "/account/sign-out"} {
		for _, origin := range []string{"", "https://evil.example", issuer + ".evil.example", "null"} {
			header := []string{"Content-Type", "application/json", "Cookie", "__Host-carnet-session=" + b.cookies["__Host-carnet-session"]}
			if origin != "" {
				header = append(header, "Origin", origin)
			}
			if rec := f.do("POST", path, []byte("{}"), header...); rec.Code != http.StatusForbidden || !strings.Contains(rec.Body.String(), "wrong_origin") {
				t.Errorf("%s from %q: got %d %s", path, origin, rec.Code, rec.Body)
			}
		}
	}
	if b.must("GET", "/account/context", nil)["signed_in"] != true {
		t.Error("another site signed the person out")
	}
}

func TestTheVaultHasAnOriginOfItsOwn(t *testing.T) {
	for _, change := range []func(*gateway.Config){func(c *gateway.Config) { c.VaultURL = c.Issuer }, func(c *gateway.Config) { c.Vaults = []string{c.Issuer} }} {
		cfg := testConfig(t)
		if err := cfg.Check(); err != nil {
			t.Fatal(err)
		}
		change(&cfg)
		if err := cfg.Check(); err == nil || !strings.Contains(err.Error(), "origin of its own") {
			t.Errorf("got %v", err)
		}
	}
}

// A stolen first wallet that its owner took off the account must not turn later receipts to its thief's vault.
func TestARemovedWalletBindsNoVault(t *testing.T) {
	f := newFixture(t, false)
	b := f.browser()
	b.signIn("shop1", shopOrigin, "openid")
	sub := b.sub("shop1", shopOrigin)
	first, second := b.key, newWallet(t)
	b.enter()
	if code, out := b.add(second); code != 200 {
		t.Fatal(code, out)
	}
	vault := func(key *ecdsa.PrivateKey) *shopper {
		return &shopper{f: f, wallet: key, root: profile.NewRootKey(), gen: 1, sub: sub, inbox: profile.InboxID(f.cfg.PairwiseKey, shopSector, sub)}
	}
	vault(first).mustBind()
	owner := f.browser()
	owner.key = second
	ids := wallets(owner.enter())
	if code, out := owner.remove(ids[address(first)], second); code != 200 {
		t.Fatal(code, out)
	}
	rec, _ := vault(first).bind(nil)
	if out := decode[answer](t, rec.Body); rec.Code != http.StatusUnauthorized || out.Error != "wallet_removed" {
		t.Errorf("the removed wallet: got %d %s, want 401 wallet_removed", rec.Code, out.Error)
	}
	mine := vault(second)
	mine.gen = 2
	mine.mustBind()
	f.post(newKey(), order(sub, 4242))
	if all := mine.collected(); len(all) != 1 || all[0].Total != 4242 {
		t.Errorf("the owner's other wallet got %d receipts, want the new one", len(all))
	}
}
