package gateway_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"

	"carnet/internal/blob/s3"
	"carnet/internal/blob/s3/s3test"
	"carnet/internal/gateway/faults"
	"carnet/internal/profile"
	"carnet/internal/wallet"
)

func TestAnOrderBecomesASealedReceiptThatItsShopperCollects(t *testing.T) {
	f := newFixture(t, true)
	collects(t, f, f.signIn())
}

// TestTheSameOnS3 signs in at the shop for real, on objects in a bucket.
func TestTheSameOnS3(t *testing.T) {
	store, err := s3.Open(t.Context(), s3test.Start(t).Config())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	f := newFixture(t, false)
	f.blob.Store = store
	f.restart()
	b := f.browser()
	s := &shopper{f: f, wallet: b.key, root: profile.NewRootKey(), gen: 1, sub: b.sub("shop1", shopOrigin)}
	s.inbox = profile.InboxID(f.cfg.PairwiseKey, shopSector, s.sub)
	collects(t, f, s)
}

// collects posts an order for a shopper, closes its epoch, collects the receipt and deletes it.
func collects(t *testing.T, f *fixture, s *shopper) {
	t.Helper()
	s.mustBind()
	a, status := f.post(newKey(), order(s.sub, 1530))
	if status != 201 || a.Claim != nil {
		t.Fatalf("got %d %+v, want 201 without a claim", status, a)
	}
	f.check()
	f.settle()
	f.check()

	rec := f.signed(s.holder(), "GET", "/v1/inboxes/"+s.inbox)
	if got := rec.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("a list of receipts says Cache-Control %q, want no-store", got)
	}
	list := decode[struct {
		Receipts []struct {
			ID    string `json:"id"`
			Epoch uint64 `json:"epoch"`
			Leaf  string `json:"leaf"`
			Bytes int    `json:"bytes"`
		} `json:"receipts"`
		Next string `json:"next"`
	}](t, rec.Body)
	if len(list.Receipts) != 1 || list.Receipts[0].ID != a.ID || list.Receipts[0].Leaf != a.Leaf || list.Next != "" {
		t.Fatalf("list: %+v", list)
	}
	rec = f.signed(s.holder(), "GET", "/v1/inboxes/"+s.inbox+"/receipts/"+a.ID)
	if rec.Code != 200 || rec.Header().Get("Content-Type") != profile.MediaType || rec.Body.Len() != list.Receipts[0].Bytes {
		t.Fatalf("get: %d, %d bytes", rec.Code, rec.Body.Len())
	}
	stored, err := profile.ParseSealed(rec.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	token, salt, err := profile.Open(stored.Age, s.root.Identity(shopSector, 1))
	if err != nil {
		t.Fatal(err)
	}
	if profile.Leaf(salt, token) != stored.Leaf {
		t.Error("the receipt does not lead to its leaf")
	}
	r, cred, err := profile.VerifyReceipt(token, issuer+"/shops/shop1", jose.JSONWebKeySet{Keys: []jose.JSONWebKey{f.cfg.Shops[0].Key.Public()}})
	if err != nil || r.Total != 1530 || r.ID != a.ID {
		t.Fatalf("receipt %+v: %v", r, err)
	}
	if want, _ := profile.ParseHolder(s.holderJWK()); cred.Holder.KeyID != want.KeyID {
		t.Error("the receipt is bound to another key than the holder's")
	}

	rec = f.do("GET", fmt.Sprintf("/v1/epochs/%d/proof?leaf=%s", a.Epoch, a.Leaf), nil)
	proof := decode[profile.Proof](t, rec.Body)
	if err := profile.VerifyProof(proof); err != nil || proof.Anchored == nil || hex.EncodeToString(proof.Leaf[:]) != a.Leaf {
		t.Errorf("proof %+v: %v", proof, err)
	}

	if rec := f.signed(s.holder(), "DELETE", "/v1/inboxes/"+s.inbox+"/receipts/"+a.ID); rec.Code != 204 {
		t.Fatalf("delete: %d", rec.Code)
	}
	if rec := f.signed(s.holder(), "GET", "/v1/inboxes/"+s.inbox+"/receipts/"+a.ID); rec.Code != 404 {
		t.Errorf("get after delete: %d, want 404", rec.Code)
	}
}

func TestARetryGetsTheSameAnswer(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	key := newKey()
	first, _ := f.post(key, order(s.sub, 100))
	for range 3 {
		again, status := f.post(key, order(s.sub, 100))
		if status != 200 || again.ID != first.ID || again.Leaf != first.Leaf || again.Epoch != first.Epoch {
			t.Fatalf("retry: %d %+v, want 200 %+v", status, again, first)
		}
	}
	if a, status := f.post(key, order(s.sub, 101)); status != 409 || a.Error != "idempotency_mismatch" {
		t.Errorf("another body: %d %+v, want 409 idempotency_mismatch", status, a)
	}
	f.check()
	f.restart()
	if again, status := f.post(key, order(s.sub, 100)); status != 200 || again.Leaf != first.Leaf {
		t.Errorf("retry after a restart: %d %+v", status, again)
	}
	f.check()
}

func TestConcurrentOrdersUnderOneKeyAreOneReceipt(t *testing.T) {
	f := newFixture(t, true)
	for _, sub := range []string{"", f.signIn().sub, f.signIn().mustBind().sub} {
		key := newKey()
		var mu sync.Mutex
		created, leaves, codes := 0, map[string]bool{}, map[string]bool{}
		var wg sync.WaitGroup
		for range 32 {
			wg.Go(func() {
				a, status := f.post(key, order(sub, 5))
				mu.Lock()
				defer mu.Unlock()
				if status == 201 {
					created++
				} else if status != 200 {
					t.Errorf("status %d: %+v", status, a)
				}
				leaves[a.Leaf] = true
				if a.Claim != nil {
					codes[a.Claim.Code] = true
				}
			})
		}
		wg.Wait()
		if created != 1 || len(leaves) != 1 || len(codes) > 1 {
			t.Errorf("%d created, %d leaves, %d claim codes; want 1, 1 and at most 1", created, len(leaves), len(codes))
		}
	}
	f.check()
	f.settle()
	f.check()
}

func TestAGuestClaimsWithTheCode(t *testing.T) {
	f := newFixture(t, false)
	key := newKey()
	a, status := f.post(key, order("", 700))
	if status != 201 || a.Claim == nil {
		t.Fatalf("got %d %+v, want 201 with a claim", status, a)
	}
	code, err := profile.ParseClaimCode(a.Claim.Code)
	if err != nil {
		t.Fatal(err)
	}
	if want := vault + "/#/claim?gateway=" + url.QueryEscape(issuer) + "&shop=shop1&code=" + code.Compact(); a.Claim.URL != want {
		t.Errorf("link %q, want %q", a.Claim.URL, want)
	}
	again, status := f.post(key, order("", 700))
	if status != 200 || again.Claim == nil || again.Claim.Code != a.Claim.Code {
		t.Errorf("retry within the hour: %d %+v, want the same code", status, again.Claim)
	}
	keys := code.Keys()
	rec := f.do("GET", "/v1/claims/"+keys.ID, nil, "Origin", vault)
	sealed, err := profile.ParseSealed(rec.Body.Bytes())
	if err != nil || rec.Code != 200 {
		t.Fatalf("claim: %d %v", rec.Code, err)
	}
	if _, _, err := profile.Open(sealed.Age, keys.Identity); err != nil {
		t.Fatal(err)
	}
	stranger := profile.NewClaimCode().Keys()
	if rec := f.signed(stranger.Holder, "DELETE", "/v1/claims/"+keys.ID); rec.Code != 401 {
		t.Errorf("a stranger deletes: %d, want 401", rec.Code)
	}
	f.state.Close()
	f.stop = func() {}
	f.dir = t.TempDir() // the state store is lost
	f.tokens = map[string]string{}
	f.start()
	again, status = f.post(key, order("", 700))
	if status != 200 || again.Claim == nil || again.Claim.Code != "" || again.Claim.Gone == "" || again.Leaf != a.Leaf {
		t.Errorf("retry without state: %d %+v, want 200 and a claim that is gone", status, again.Claim)
	}
	f.check()
	if rec := f.signed(keys.Holder, "DELETE", "/v1/claims/"+keys.ID); rec.Code != 204 {
		t.Errorf("delete: %d, want 204", rec.Code)
	}
	if rec := f.do("GET", "/v1/claims/"+keys.ID, nil); rec.Code != 404 {
		t.Errorf("claim after delete: %d, want 404", rec.Code)
	}
}

// TestAKeyUsedForTwoShoppersGivesEachTheirOwn lets a careless shop use one Idempotency-Key for two shoppers and a guest: each must be led to
// their own receipt and to nobody else's.
func TestAKeyUsedForTwoShoppersGivesEachTheirOwn(t *testing.T) {
	f := newFixture(t, false)
	key := newKey()
	for i, sub := range []string{f.signIn().sub, f.signIn().sub, ""} {
		a, status := f.post(key, order(sub, 100+i))
		if status != 201 || a.Claim == nil {
			t.Fatalf("order %d: %d %+v, want 201 with a claim", i, status, a)
		}
		code, err := profile.ParseClaimCode(a.Claim.Code)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := profile.ParseSealed(f.do("GET", "/v1/claims/"+code.Keys().ID, nil).Body.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(sealed.Leaf[:]); got != a.Leaf {
			t.Errorf("order %d: the code leads to the receipt with leaf %s, want %s", i, got, a.Leaf)
		}
	}
}

func TestBadOrdersStoreNothing(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	good := string(order(s.sub, 100))
	token := "Bearer " + f.token("shop1", "receipts")
	key := newKey()
	for _, c := range []struct {
		name   string
		body   string
		header []string
		status int
		code   string
	}{
		{"without a token", good, []string{"Idempotency-Key", key}, 401, "invalid_token"},
		{"with a made-up token", good, []string{"Idempotency-Key", key, "Authorization", "Bearer " + newKey()}, 401, "invalid_token"},
		{"with a token for something else", good, []string{"Idempotency-Key", key, "Authorization", "Bearer " + f.token("shop1", "presentations")}, 403, "insufficient_scope"},
		{"without an Idempotency-Key", good, []string{"Authorization", token}, 400, "bad_idempotency_key"},
		{"with a short Idempotency-Key", good, []string{"Authorization", token, "Idempotency-Key", "123"}, 400, "bad_idempotency_key"},
		{"with a long Idempotency-Key", good, []string{"Authorization", token, "Idempotency-Key", strings.Repeat("k", 129)}, 400, "bad_idempotency_key"},
		{"with two Idempotency-Keys", good, []string{"Authorization", token, "Idempotency-Key", key, "Idempotency-Key", key + "2"}, 400, "bad_idempotency_key"},
		{"sent as a form", good, []string{"Authorization", token, "Idempotency-Key", key, "Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"},
		{"that is not JSON", "{", nil, 422, "not_json"},
		{"over 1 MiB", `{"receipt":"` + strings.Repeat("x", 1<<20) + `"}`, nil, 413, "too_large"},
		{"with a name in it", strings.Replace(good, `"kind"`, `"customer_name":"Ada","kind"`, 1), nil, 422, "unknown_field"},
		{"in an unknown currency", strings.Replace(good, "GBP", "GBX", 1), nil, 422, "unknown_currency"},
		{"with a negative quantity in a sale", strings.Replace(good, `"qty":"6"`, `"qty":"-6"`, 1), nil, 422, "negative_quantity"},
		{"with a negative total in a sale", strings.Replace(good, `"total":100,"lines"`, `"total":-100,"lines"`, 1), nil, 422, "negative_total"},
		{"for a sub that never signed in", string(order(wallet.Sub(f.cfg.PairwiseKey, "elsewhere", wallet.Account{}), 1)), nil, 404, "unknown_sub"},
		{"for another shop's sub", string(order(wallet.Sub(f.cfg.PairwiseKey, "localhost:8092", wallet.Account{}), 1)), nil, 404, "unknown_sub"},
	} {
		t.Run("an order "+c.name, func(t *testing.T) {
			header := c.header
			if header == nil {
				header = []string{"Authorization", token, "Idempotency-Key", key}
			}
			rec := f.do("POST", "/v1/receipts", []byte(c.body), header...)
			a := decode[answer](t, rec.Body)
			if rec.Code != c.status || a.Error != c.code || a.Message == "" {
				t.Errorf("got %d %q %q, want %d %q", rec.Code, a.Error, a.Message, c.status, c.code)
			}
			if strings.Count(strings.ToLower(a.Message), "nothing was stored") > 1 {
				t.Errorf("%q says one thing twice", a.Message)
			}
			if n := len(f.receipts()); n != 0 {
				t.Errorf("%d receipts stored", n)
			}
		})
	}
	if _, status := f.post(key, order(s.sub, 100)); status != 201 {
		t.Errorf("the key was spent by a refused order: %d", status)
	}
}

func TestABatchAnswersEachOrder(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	items := []map[string]any{}
	item := func(key string, body []byte) {
		m := map[string]any{}
		json.Unmarshal(body, &m)
		m["idempotency_key"] = key
		items = append(items, m)
	}
	for range 50 {
		item(newKey(), order(s.sub, 10))
	}
	item("short", order(s.sub, 10))
	item(newKey(), []byte(strings.Replace(string(order(s.sub, 10)), "GBP", "XXQ", 1)))
	item(newKey(), order("", 10))
	body, _ := json.Marshal(items)
	post := func() (out struct{ Results []answer }) {
		rec := f.do("POST", "/v1/receipts/batch", body, "Authorization", "Bearer "+f.token("shop1", "receipts"))
		if rec.Code != 200 {
			t.Fatalf("batch: %d %s", rec.Code, rec.Body)
		}
		return decode[struct{ Results []answer }](t, rec.Body)
	}
	first := post()
	for i, r := range first.Results {
		want := 201
		switch i {
		case 50:
			want = 400
		case 51:
			want = 422
		}
		if r.Status != want || want == 201 && r.ID == "" || want != 201 && r.Error == "" {
			t.Errorf("order %d: %+v, want status %d", i, r, want)
		}
		if r.Status == 201 {
			f.acked[r.ID] = ack{answer: r}
		}
	}
	again := post()
	for i, r := range again.Results {
		if first.Results[i].Status == 201 && (r.Status != 200 || r.Leaf != first.Results[i].Leaf) {
			t.Errorf("order %d again: %+v", i, r)
		}
	}
	f.check()
	for _, bad := range []string{"[]", "{}", "[" + strings.Repeat("{},", 100) + "{}]"} {
		rec := f.do("POST", "/v1/receipts/batch", []byte(bad), "Authorization", "Bearer "+f.token("shop1", "receipts"))
		if rec.Code != 400 {
			t.Errorf("batch %.20s: %d, want 400", bad, rec.Code)
		}
	}
}

// TestNothingAcknowledgedIsLostWhateverFails fails every kind of write under orders, before and after it persisted.
func TestNothingAcknowledgedIsLostWhateverFails(t *testing.T) {
	for _, c := range []struct{ name, part string }{
		{"the journal", "/leaves/"}, {"the receipt", "put receipts/"}, {"the claim", "put claims/"}, {"the tree", "/tree"}, {"the anchor record", "/anchored"},
	} {
		for _, how := range []faults.Flavour{faults.Before, faults.After} {
			t.Run(fmt.Sprintf("%s, flavour %d", c.name, how), func(t *testing.T) {
				f := newFixture(t, false)
				s := f.signIn().mustBind()
				keys := []string{}
				round := func() (failed int) {
					for i := range 6 {
						sub := s.sub
						if i%2 == 1 {
							sub = ""
						}
						key := newKey()
						keys = append(keys, key)
						if _, status := f.post(key, order(sub, 1)); status >= 500 {
							failed++
							if a, status := f.post(key, order(sub, 1)); status >= 500 {
								t.Logf("still failing: %d %s", status, a.Error)
							}
						}
					}
					f.tick()
					return failed
				}
				round()
				f.check()
				f.blob.Fail(3, how, func(call string) bool { return strings.Contains(call, c.part) })
				round()
				f.check()
				if f.blob.Hits() == 0 {
					t.Fatal("nothing failed: the test tests nothing")
				}
				f.blob.Fail(0, how, nil)
				f.restart()
				f.tokens = map[string]string{}
				round()
				f.settle()
				f.check()
				// Every key, whether it was acknowledged or not, now gets exactly one receipt.
				for i, key := range keys {
					sub := s.sub
					if i%2 == 1 {
						sub = ""
					}
					if a, status := f.post(key, order(sub, 1)); status != 200 && status != 201 {
						t.Errorf("key %d: %d %+v", i, status, a)
					}
				}
				f.settle()
				f.check()
				if got := len(f.receipts()); got != len(keys) {
					t.Errorf("%d receipts for %d keys", got, len(keys))
				}
			})
		}
	}
}

func TestAReplacedBindingTakesEffectAtOnce(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	f.post(newKey(), order(s.sub, 1))
	s.gen = 2
	rec, out := s.bind(nil)
	if rec.Code != 201 || out["gen"] != 2.0 {
		t.Fatalf("second binding: %d %v, want gen 2", rec.Code, out)
	}
	if rec, out := s.bind(nil); rec.Code != 201 || out["gen"] != 2.0 {
		t.Errorf("the same again: %d %v, want gen 2", rec.Code, out)
	}
	a, _ := f.post(newKey(), order(s.sub, 2))
	rec = f.signed(s.holder(), "GET", "/v1/inboxes/"+s.inbox+"/receipts/"+a.ID)
	sealed, err := profile.ParseSealed(rec.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := profile.Open(sealed.Age, s.root.Identity(shopSector, 2)); err != nil {
		t.Errorf("the new recipient cannot open a receipt posted after it was bound: %v", err)
	}
}

// TestNothingPersonalIsStoredOrLogged puts canaries into everything a shop and a shopper send and looks for them.
func TestNothingPersonalIsStoredOrLogged(t *testing.T) {
	f := newFixture(t, true)
	s := f.signIn().mustBind()
	const canary = "CANARY-7f3k2q"
	body := strings.Replace(string(order(s.sub, 83647291)), "White hanging heart", canary, 1)
	key := canary + newKey()
	f.post(key, []byte(body))
	f.post(key, []byte(body))
	f.post(newKey(), []byte(strings.Replace(string(order("", 83647291)), "White hanging heart", canary, 1)))
	for _, bad := range []string{
		strings.Replace(body, `"kind"`, `"`+canary+`":1,"kind"`, 1),
		strings.Replace(body, "GBP", canary, 1),
		strings.Replace(body, `"qty":"6"`, `"qty":"`+canary+`"`, 1),
		body[:len(body)-1],
		strings.Replace(body, s.sub, canary, 1),
	} {
		f.post(newKey(), []byte(bad))
	}
	f.do("GET", "/v1/claims/"+canary, nil)
	f.do("GET", "/v1/"+canary+"?"+canary, nil)
	f.do("POST", "/v1/bindings", []byte(`{"client_id":"`+canary+`","message":"`+canary+`"}`))
	f.blob.Fail(1, faults.Before, func(call string) bool { return strings.HasPrefix(call, "put receipts/") })
	f.post(newKey(), []byte(body))
	f.tick()
	address := strings.ToLower(wallet.EOA(addressOf(s)).String()[4:])
	for place, text := range map[string]string{"logs": f.logs.String(), "objects and state": dump(t, f.dir)} {
		for _, secret := range []string{canary, "83647291", address, address[2:], "White hanging", "536365", s.sub, f.token("shop1", "receipts")} {
			if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
				t.Errorf("%s hold %q", place, secret)
			}
		}
	}
	if f.logs.String() == "" {
		t.Error("no log was written: the test looks at nothing")
	}
}

func TestTokensOutliveNothing(t *testing.T) {
	f := newFixture(t, false)
	token := f.token("shop1", "receipts")
	f.advance(2 * time.Hour)
	rec := f.do("POST", "/v1/receipts", order("", 1), "Authorization", "Bearer "+token, "Idempotency-Key", newKey())
	if rec.Code != 401 {
		t.Errorf("an expired token: %d, want 401", rec.Code)
	}
}

func addressOf(s *shopper) common.Address { return crypto.PubkeyToAddress(s.wallet.PublicKey) }

// dump returns everything under a directory, names included.
func dump(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all.WriteString(path + "\n")
		all.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// Eight megabytes have room for millions of empty orders.
func TestABatchOfNothingTakesNoMemory(t *testing.T) {
	f := newFixture(t, false)
	token := "Bearer " + f.token("shop1", "receipts")
	body := []byte("[" + strings.Repeat("{},", 1<<20) + "{}]")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	rec := f.do("POST", "/v1/receipts/batch", body, "Authorization", token)
	runtime.ReadMemStats(&after)
	if rec.Code != http.StatusBadRequest || decode[answer](t, rec.Body).Error != "bad_batch" {
		t.Errorf("got %d, want 400 bad_batch", rec.Code)
	}
	if got := (after.TotalAlloc - before.TotalAlloc) >> 20; got > 100 {
		t.Errorf("%d MiB were allocated for a body of 3", got)
	}
}
