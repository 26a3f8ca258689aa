package foreign

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"carnet/internal/gatewaytest"
	"carnet/internal/profile"
	"carnet/internal/testtool"
)

// verifier is node/sd-jwt.js while it runs.
type verifier struct {
	t   *testing.T
	in  io.Writer
	out *bufio.Scanner
}

func startVerifier(t *testing.T) *verifier {
	t.Helper()
	_, err := exec.LookPath("node")
	testtool.Need(t, err == nil, "node")
	_, err = os.Stat(filepath.Join("node", "node_modules", "@sd-jwt", "sd-jwt-vc"))
	testtool.Need(t, err == nil, "what internal/foreign/node/package-lock.json names")
	cmd := exec.CommandContext(t.Context(), "node", "sd-jwt.js")
	cmd.Dir, cmd.Stderr = "node", os.Stderr
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "NO_PROXY=*"}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	v := &verifier{t: t, in: in, out: bufio.NewScanner(out)}
	v.out.Buffer(nil, 1<<20)
	return v
}

// opinion is an answer of node/sd-jwt.js.
type opinion struct {
	Payload map[string]any `json:"payload"`
	Type    map[string]any `json:"type"`
	Token   string         `json:"token"`
	Error   string         `json:"error"`
}

func (v *verifier) ask(question map[string]any) (out opinion) {
	v.t.Helper()
	line, err := json.Marshal(question)
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := v.in.Write(append(line, '\n')); err != nil {
		v.t.Fatal(err)
	}
	if !v.out.Scan() {
		v.t.Fatalf("node/sd-jwt.js ended: %v", v.out.Err())
	}
	if err := json.Unmarshal(v.out.Bytes(), &out); err != nil {
		v.t.Fatal(err)
	}
	return out
}

const sale = `"kind":"sale","at":"2026-05-01T10:30:00+02:00","channel":"web","currency":"JPY","total":3494,"tax":318,"tender":"card",
	"lines":[{"n":1,"name":"White hanging heart","qty":"6","unit":255,"total":1530},{"n":2,"name":"Boîte «Babushka» 🪆","qty":"0.25","total":1964}],"src":{"sys":"till","ref":"536365"}`

// post posts an order for a guest as a shop does and returns the answer.
func post(t *testing.T, g *gatewaytest.Gateway, s site, order string) (a struct {
	ID    string
	Sale  string
	Claim struct{ Code string }
}) {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"receipts"}, "client_id": {s.ID}, "client_secret": {s.Secret}}
	res, err := g.HTTP.PostForm(g.Endpoint("token_endpoint"), form)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var token struct {
		Access string `json:"access_token"`
	}
	if err := json.NewDecoder(res.Body).Decode(&token); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, g.Issuer+"/v1/receipts", strings.NewReader(`{"receipt":{`+order+`}}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token.Access)
	req.Header.Set("Idempotency-Key", fmt.Sprintf("order number %d", time.Now().UnixNano()))
	req.Header.Set("Content-Type", "application/json")
	res, err = g.HTTP.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusCreated || json.Unmarshal(body, &a) != nil {
		t.Fatalf("order: %d %s %v", res.StatusCode, body, err)
	}
	return a
}

// claim fetches and opens what was sealed to a claim code.
func claim(t *testing.T, g *gatewaytest.Gateway, text string) (token string, keys profile.ClaimKeys) {
	t.Helper()
	code, err := profile.ParseClaimCode(text)
	if err != nil {
		t.Fatal(err)
	}
	keys = code.Keys()
	res, err := g.HTTP.Get(g.Issuer + "/v1/claims/" + keys.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	object, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := profile.ParseSealed(object)
	if err != nil {
		t.Fatal(err)
	}
	if token, _, err = profile.Open(sealed.Age, keys.Identity); err != nil {
		t.Fatal(err)
	}
	return token, keys
}

// TestSDJWTLibrary has the npm library @sd-jwt/sd-jwt-vc verify, with what the gateway publishes, a receipt that the gateway issued and what a
// shopper discloses of it, and has our code verify what that library discloses.
func TestSDJWTLibrary(t *testing.T) {
	v := startVerifier(t)
	s := newSite(t, "seller", "/callback")
	g := gatewaytest.Start(t, s.Client)
	bought := post(t, g, s, sale)
	token, keys := claim(t, g, bought.Claim.Code)
	iss := g.Issuer + "/shops/" + s.ID
	published := gatewaytest.Get[struct{ JWKS jose.JSONWebKeySet }](t, g, "/.well-known/jwt-vc-issuer/shops/"+s.ID).JWKS
	ours, err := profile.VerifyCredential(token, iss, published)
	if err != nil {
		t.Fatal(err)
	}

	t.Run("reads in a receipt what we read", func(t *testing.T) {
		got := v.ask(map[string]any{"ask": "verify", "token": token, "type": g.Issuer, "required": []string{"lines", "lines.1", "total", "exponent"}})
		if got.Error != "" {
			t.Fatal(got.Error)
		}
		if got.Payload["iss"] != iss || got.Payload["vct"] != profile.VCT {
			t.Errorf("iss %v, vct %v", got.Payload["iss"], got.Payload["vct"])
		}
		for _, visible := range []string{"iss", "vct", "cnf", "status"} {
			delete(got.Payload, visible)
		}
		if want := asJSON(t, ours.Claims); !reflect.DeepEqual(got.Payload, want) {
			t.Errorf("claims:\n got %v\nwant %v", got.Payload, want)
		}
		if claims, _ := got.Type["claims"].([]any); got.Type["vct"] != profile.VCT || len(claims) != 26 {
			t.Errorf("type metadata of %v with %d claims, want %s with 26", got.Type["vct"], len(claims), profile.VCT)
		}
	})

	const aud, nonce = "other-shop", "bm9uY2Utbm9uY2Utbm9uY2U"
	now := g.Now()
	mine, err := profile.Present(token, func(name string) bool { return name == "total" }, func(i int) bool { return i == 1 }, keys.Holder, aud, nonce, now)
	if err != nil {
		t.Fatal(err)
	}
	holder, err := jose.JSONWebKey{Key: keys.Holder}.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	made := v.ask(map[string]any{"ask": "present", "token": token, "frame": map[string]any{"total": true, "lines": map[string]any{"1": true}}, "nonce": nonce, "aud": aud,
		"now": now.Unix(), "holder": json.RawMessage(holder)})
	if made.Error != "" {
		t.Fatal(made.Error)
	}
	theirs := made.Token
	want := profile.Request{Issuer: iss, Keys: published, Audience: aud, Nonce: nonce, Now: now}
	question := map[string]any{"ask": "verify", "nonce": nonce, "aud": aud, "now": now.Unix()}

	for name, presentation := range map[string]string{"our presentation": mine, "its presentation": theirs} {
		t.Run("and we agree on "+name, func(t *testing.T) {
			c, err := profile.VerifyPresentation(presentation, want)
			if err != nil {
				t.Fatal(err)
			}
			if got, shown := asJSON(t, c.Claims), asJSON(t, map[string]any{"total": 3494, "lines": []any{ours.Claims["lines"].([]any)[1]}}); !reflect.DeepEqual(got, shown) {
				t.Errorf("disclosed to us: %v, want %v", got, shown)
			}
			question["token"] = presentation
			got := v.ask(question)
			if lines, _ := got.Payload["lines"].([]any); got.Error != "" || got.Payload["total"] != 3494.0 || len(lines) != 1 || got.Payload["src"] != nil || got.Payload["at"] != nil {
				t.Errorf("disclosed to it: %+v", got)
			}
		})
	}
	t.Run("and both refuse", func(t *testing.T) {
		for name, bad := range tampered(t, mine) {
			if _, err := profile.VerifyPresentation(bad, want); err == nil {
				t.Errorf("we accept %s", name)
			}
			question["token"] = bad
			if got := v.ask(question); got.Error == "" {
				t.Errorf("it accepts %s", name)
			}
		}
		question["token"], question["nonce"] = mine, "another"
		if got := v.ask(question); got.Error == "" {
			t.Error("it accepts another nonce")
		}
		question["nonce"], question["aud"] = nonce, "another"
		if got := v.ask(question); got.Error == "" {
			t.Error("it accepts another audience")
		}
	})
	t.Run("and sees a refund", func(t *testing.T) {
		refund := post(t, g, s, fmt.Sprintf(`"kind":"refund","of":%q,"whole":true,"at":"2026-05-02T10:30:00Z","channel":"web","currency":"JPY","total":-3494,"lines":[{"n":1,"name":"All of it","qty":"-1","total":-3494}]`, bought.ID))
		if refund.Sale != "marked" {
			t.Fatalf("sale %q, want marked", refund.Sale)
		}
		g.Advance(profile.StatusTTL)
		defer g.Advance(-profile.StatusTTL)
		got := v.ask(map[string]any{"ask": "verify", "token": token, "now": g.Now().Unix()})
		if !strings.Contains(got.Error, "Status is not valid") {
			t.Errorf("got %q, want a refusal for its status", got.Error)
		}
		paid, _ := claim(t, g, refund.Claim.Code)
		if got := v.ask(map[string]any{"ask": "verify", "token": paid, "now": g.Now().Unix()}); got.Error != "" {
			t.Errorf("the refund's own receipt: %s", got.Error)
		}
	})
}

func asJSON(t *testing.T, v any) (out map[string]any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err == nil {
		err = json.NewDecoder(bytes.NewReader(text)).Decode(&out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tampered returns what somebody could make of a presentation without the keys.
func tampered(t *testing.T, presentation string) map[string]string {
	t.Helper()
	parts := strings.Split(presentation, "~")
	jws := strings.Split(parts[0], ".")
	flip := func(s string, at int) string {
		b := []byte(s)
		if b[at] == 'A' {
			b[at] = 'B'
		} else {
			b[at] = 'A'
		}
		return string(b)
	}
	with := func(i int, s string) string {
		changed := slices.Clone(parts)
		changed[i] = s
		return strings.Join(changed, "~")
	}
	last := len(parts) - 1
	kb := strings.Split(parts[last], ".")
	return map[string]string{
		"a changed payload":       with(0, jws[0]+"."+flip(jws[1], 100)+"."+jws[2]),
		"a changed signature":     with(0, jws[0]+"."+jws[1]+"."+flip(jws[2], 10)),
		"a changed disclosure":    with(1, flip(parts[1], 30)),
		"a dropped disclosure":    strings.Join(slices.Delete(slices.Clone(parts), 1, 2), "~"),
		"a changed key binding":   with(last, kb[0]+"."+flip(kb[1], 40)+"."+kb[2]),
		"a key binding's forgery": with(last, kb[0]+"."+kb[1]+"."+flip(kb[2], 10)),
		"no key binding":          with(last, ""),
	}
}
