package orders

import (
	"bytes"
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// keySet is a platform's keys; nil: nobody can be asked.
type keySet map[string]*rsa.PublicKey

var errAway = errors.New("away")

func (k keySet) Key(_ context.Context, id string) (*rsa.PublicKey, error) {
	if k == nil {
		return nil, errAway
	}
	return k[id], nil
}

func rsaKey(t testing.TB, bits int) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

var b64u = base64.RawURLEncoding

// detached signs a body under a header as it is written.
func detached(t testing.TB, key *rsa.PrivateKey, header, body string) string {
	t.Helper()
	head := b64u.EncodeToString([]byte(header))
	sum := sha256.Sum256([]byte(head + "." + body))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return head + ".." + b64u.EncodeToString(signature)
}

// saleorHead is what Saleor writes, in the order in which PyJWT sorts it.
const saleorHead = `{"alg":"RS256","b64":false,"crit":["b64"],"kid":"1","typ":"JWT"}`

func TestDetachedSignatures(t *testing.T) {
	key, other, weak := rsaKey(t, 2048), rsaKey(t, 2048), rsaKey(t, 1024)
	keys := keySet{"1": &key.PublicKey, "2": &other.PublicKey, "weak": &weak.PublicKey}
	body := fixtures["saleor order"].body
	good := detached(t, key, saleorHead, body)
	head, signature, _ := strings.Cut(good, "..")
	with := func(old, new string) string { return strings.Replace(saleorHead, old, new, 1) }
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	confused := b64u.EncodeToString([]byte(with("RS256", "HS256")))
	for name, c := range map[string]struct {
		token, body string
		ok          bool
	}{
		"as Saleor signs":                                 {good, body, true},
		"of the other key, by its name":                   {detached(t, other, with(`"1"`, `"2"`), body), body, true},
		"with a key in the header, which nobody looks at": {detached(t, key, with(`"typ"`, `"jwk":{"kty":"RSA"},"typ"`), body), body, true},
		"another body":                                    {good, body + " ", false},
		"no body":                                         {good, "", false},
		"another key's":                                   {detached(t, other, saleorHead, body), body, false},
		"an unknown key":                                  {detached(t, key, with(`"1"`, `"3"`), body), body, false},
		"a key of 1,024 bits":                             {detached(t, weak, with(`"1"`, `"weak"`), body), body, false},
		"no key id":                                       {detached(t, key, with(`"kid":"1",`, ``), body), body, false},
		"an empty key id":                                 {detached(t, key, with(`"1"`, `""`), body), body, false},
		"a key id that is a number":                       {detached(t, key, with(`"1"`, `1`), body), body, false},
		"alg none":                                        {b64u.EncodeToString([]byte(with("RS256", "none"))) + "..", body, false},
		"alg none with a signature":                       {detached(t, key, with("RS256", "none"), body), body, false},
		"alg HS256 with the public key":                   {confused + ".." + b64u.EncodeToString(hs256(der, confused+"."+body)), body, false},
		"alg RS384":                                       {detached(t, key, with("RS256", "RS384"), body), body, false},
		"alg in lower case":                               {detached(t, key, with("RS256", "rs256"), body), body, false},
		"ALG":                                             {detached(t, key, with("alg", "ALG"), body), body, false},
		"b64 true":                                        {detached(t, key, with("false", "true"), b64u.EncodeToString([]byte(body))), body, false},
		"b64 true, signed as it is":                       {detached(t, key, with("false", "true"), body), body, false},
		"b64 that is no boolean":                          {detached(t, key, with("false", `"false"`), body), body, false},
		"no b64":                                          {detached(t, key, with(`"b64":false,`, ``), body), body, false},
		"no crit":                                         {detached(t, key, with(`"crit":["b64"],`, ``), body), body, false},
		"an empty crit":                                   {detached(t, key, with(`["b64"]`, `[]`), body), body, false},
		"crit null":                                       {detached(t, key, with(`["b64"]`, `null`), body), body, false},
		"more in crit":                                    {detached(t, key, with(`["b64"]`, `["b64","exp"]`), body), body, false},
		"b64 twice in crit":                               {detached(t, key, with(`["b64"]`, `["b64","b64"]`), body), body, false},
		"crit that is no list":                            {detached(t, key, with(`["b64"]`, `"b64"`), body), body, false},
		"a payload in the token":                          {head + "." + b64u.EncodeToString([]byte(body)) + "." + signature, body, false},
		"the body in the token":                           {head + "." + body + "." + signature, body, false},
		"one point":                                       {head + "." + signature, body, false},
		"three points":                                    {good + ".", body, false},
		"no header":                                       {".." + signature, body, false},
		"no signature":                                    {head + "..", body, false},
		"a header that is no object":                      {detached(t, key, `["RS256"]`, body), body, false},
		"a header with something behind":                  {detached(t, key, saleorHead+"{}", body), body, false},
		"padding":                                         {good + "==", body, false},
		"white space":                                     {" " + good, body, false},
		"a line feed, which go-jose skips":                {strings.Replace(good, "..", "\n..", 1), body, false},
		"a signature that goes on":                        {good + "AAAA", body, false},
		"a header without an end":                         {detached(t, key, with(`"JWT"`, `"`+strings.Repeat("x", maxJWS)+`"`), body), body, false},
		"hex of an HMAC":                                  {strings.Repeat("0", 64), body, false},
		"nothing":                                         {"", body, false},
	} {
		for _, header := range []string{"Saleor-Signature", "X-Saleor-Signature"} {
			err := Platforms["saleor"].VerifyByKeys(t.Context(), http.Header{header: {c.token}}, []byte(c.body), keys)
			if (err == nil) != c.ok || err != nil && err != ErrSignature {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
	if err := verifyDetached(t.Context(), good, []byte(body), keySet(nil)); !errors.Is(err, ErrKeys) || errors.Is(err, ErrSignature) {
		t.Errorf("without keys: got %v", err)
	}
	if err := verifyDetached(t.Context(), detached(t, key, with("RS256", "none"), body), []byte(body), keySet(nil)); err != ErrSignature {
		t.Errorf("a header that is none costs a question about keys: %v", err)
	}
}

func hs256(secret []byte, text string) []byte {
	m := hmac.New(sha256.New, secret)
	m.Write([]byte(text))
	return m.Sum(nil)
}

// What npm's jose signs is taken, and what Go's go-jose signs: testdata/saleor-jws.mjs says how the first was made.
func TestSignaturesOfOtherLibraries(t *testing.T) {
	data, err := os.ReadFile("testdata/saleor-jws.json")
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		jose.JSONWebKeySet
		Body, Saleor, Plain, Encoded, Attached string
	}
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	keys := keySet{"1": f.Keys[0].Key.(*rsa.PublicKey)}
	for token, ok := range map[string]bool{f.Saleor: true, f.Plain: true, f.Encoded: false, f.Attached: false} {
		if err := verifyDetached(t.Context(), token, []byte(f.Body), keys); (err == nil) != ok {
			t.Errorf("jose: %.40s…: got %v", token, err)
		}
		if verifyDetached(t.Context(), token, bytes.TrimSpace([]byte(f.Body)), keys) == nil {
			t.Errorf("jose: %.40s… is taken over another body", token)
		}
	}

	key := rsaKey(t, 2048)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "1"}}, (&jose.SignerOptions{}).WithBase64(false)) // and so crit
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign([]byte(f.Body))
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.DetachedCompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	if err := verifyDetached(t.Context(), token, []byte(f.Body), keySet{"1": &key.PublicKey}); err != nil {
		t.Errorf("go-jose: %v", err)
	}
}

func FuzzDetached(f *testing.F) {
	key := rsaKey(f, 2048)
	f.Add(detached(f, key, saleorHead, "body"))
	f.Add("..")
	f.Fuzz(func(t *testing.T, token string) {
		if err := verifyDetached(t.Context(), token, []byte("another body"), keySet{"1": &key.PublicKey}); err != ErrSignature {
			t.Errorf("got %v", err)
		}
	})
}
