package sdjwt

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

const testType = "dc+sd-jwt"

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func kid(t testing.TB, key *ecdsa.PrivateKey) string {
	t.Helper()
	thumb, err := Thumbprint(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return b64.EncodeToString(thumb[:])
}

// disclosure returns a disclosure and its digest.
func disclosure(text string) (string, string) {
	encoded := b64.EncodeToString([]byte(text))
	digest := sha256.Sum256([]byte(encoded))
	return encoded, b64.EncodeToString(digest[:])
}

func TestNestedDisclosuresOfAnotherIssuer(t *testing.T) {
	key := newKey(t)
	street, streetDigest := disclosure(`["c2FsdDE","street","Main"]`)
	address, addressDigest := disclosure(fmt.Sprintf(`["c2FsdDI", "address", {"_sd":[%q],"town":"Ulm"}]`, streetDigest))
	item, itemDigest := disclosure(`["c2FsdDM", {"b":2}]`)
	_, withheld := disclosure(`["c2FsdDQ", 3]`)
	payload := fmt.Sprintf(`{"list":[1,{"...":%q},{"...":%q}],"_sd":[%q],"plain":{"deep":[{"x":null}]}}`, itemDigest, withheld, addressDigest)
	jwt, err := SignCompact(key, EncodeHeader(testType, ""), []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Split(strings.Join([]string{jwt, item, street, address}, "~") + "~")
	if err != nil {
		t.Fatal(err)
	}
	v, err := VerifyIssuer(p, testType, &key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(v.Claims)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"address":{"street":"Main","town":"Ulm"},"list":[1,{"b":2}],"plain":{"deep":[{"x":null}]}}`
	if string(got) != want || v.Undisclosed != 1 {
		t.Errorf("got %s with %d undisclosed, want %s with 1", got, v.Undisclosed, want)
	}
}

// Tokens that the issuer really signed, and that are still not acceptable.
func TestStructureRefused(t *testing.T) {
	key := newKey(t)
	a, aDigest := disclosure(`["c2FsdA","a",1]`)
	again, againDigest := disclosure(`["c2FsdB","a",2]`)
	sd, sdDigest := disclosure(`["c2FsdA","_sd",[]]`)
	dots, dotsDigest := disclosure(`["c2FsdA","...","x"]`)
	element, elementDigest := disclosure(`["c2FsdA",1]`)
	unsalted, unsaltedDigest := disclosure(`[1,"a",1]`)
	four, fourDigest := disclosure(`["c2FsdA","a",1,2]`)
	double, doubleDigest := disclosure(`["c2FsdA","a",{"x":1,"x":2}]`)
	deepest := strings.Repeat("[", 20) + strings.Repeat("]", 20)
	for name, row := range map[string]struct {
		payload     string
		disclosures []string
	}{
		"a digest twice":                        {fmt.Sprintf(`{"_sd":[%q,%q]}`, aDigest, aDigest), []string{a}},
		"a digest twice, undisclosed":           {fmt.Sprintf(`{"_sd":[%q],"o":{"_sd":[%q]}}`, aDigest, aDigest), nil},
		"a claim name twice":                    {fmt.Sprintf(`{"_sd":[%q,%q]}`, aDigest, againDigest), []string{a, again}},
		"a disclosure over a plain claim":       {fmt.Sprintf(`{"a":0,"_sd":[%q]}`, aDigest), []string{a}},
		"a claim called _sd":                    {fmt.Sprintf(`{"_sd":[%q]}`, sdDigest), []string{sd}},
		"a claim called ...":                    {fmt.Sprintf(`{"_sd":[%q]}`, dotsDigest), []string{dots}},
		"an element among claims":               {fmt.Sprintf(`{"_sd":[%q]}`, elementDigest), []string{element}},
		"a claim among elements":                {fmt.Sprintf(`{"l":[{"...":%q}]}`, aDigest), []string{a}},
		"an array digest with company":          {fmt.Sprintf(`{"l":[{"...":%q,"x":1}]}`, elementDigest), []string{element}},
		"a digest that is a number":             {`{"_sd":[1]}`, nil},
		"a digest of another length":            {`{"_sd":["abc"]}`, nil},
		"_sd that is no array":                  {`{"_sd":"x"}`, nil},
		"another hash":                          {`{"_sd_alg":"sha-512"}`, nil},
		"_sd_alg inside":                        {`{"o":{"_sd_alg":"sha-256"}}`, nil},
		"a disclosure of nothing":               {`{}`, []string{a}},
		"a disclosure without salt":             {fmt.Sprintf(`{"_sd":[%q]}`, unsaltedDigest), []string{unsalted}},
		"a disclosure of four":                  {fmt.Sprintf(`{"_sd":[%q]}`, fourDigest), []string{four}},
		"a disclosure with a member twice":      {fmt.Sprintf(`{"_sd":[%q]}`, doubleDigest), []string{double}},
		"a member twice":                        {`{"a":1,"a":2}`, nil},
		"an array for a payload":                {`[]`, nil},
		"too deep a payload":                    {`{"a":` + deepest + `}`, nil},
		"two payloads":                          {`{}{}`, nil},
		"a payload that is not JSON":            {`{"a":}`, nil},
		"a disclosure that is not base64url":    {`{}`, []string{"="}},
		"a disclosure with a line feed":         {fmt.Sprintf(`{"_sd":[%q]}`, aDigest), []string{a + "\n"}},
		"an empty disclosure between two tilde": {`{}`, []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			jwt, err := SignCompact(key, EncodeHeader(testType, kid(t, key)), []byte(row.payload))
			if err != nil {
				t.Fatal(err)
			}
			v, err := VerifyIssuer(Parts{JWT: jwt, Disclosures: row.disclosures}, testType, &key.PublicKey)
			if err == nil {
				t.Errorf("accepted, with claims %v", v.Claims)
			}
		})
	}
}

func TestHeaderRefused(t *testing.T) {
	key := newKey(t)
	sign := func(header string) string {
		token, err := SignCompact(key, b64.EncodeToString([]byte(header)), []byte(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	good := sign(`{"alg":"ES256","typ":"dc+sd-jwt"}`)
	if _, err := VerifyCompact(good, testType, &key.PublicKey); err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(good, ".")
	for name, token := range map[string]string{
		"no algorithm":            sign(`{"alg":"none","typ":"dc+sd-jwt"}`),
		"a shared secret":         sign(`{"alg":"HS256","typ":"dc+sd-jwt"}`),
		"another type":            sign(`{"alg":"ES256","typ":"kb+jwt"}`),
		"no type":                 sign(`{"alg":"ES256"}`),
		"a key of its own":        sign(`{"alg":"ES256","typ":"dc+sd-jwt","jwk":{}}`),
		"a critical extension":    sign(`{"alg":"ES256","typ":"dc+sd-jwt","crit":["x"],"x":1}`),
		"another key's id":        sign(`{"alg":"ES256","typ":"dc+sd-jwt","kid":"` + kid(t, newKey(t)) + `"}`),
		"two headers":             sign(`{"alg":"ES256","typ":"dc+sd-jwt"}{}`),
		"no signature":            parts[0] + "." + parts[1] + ".",
		"two parts":               parts[0] + "." + parts[1],
		"four parts":              good + ".x",
		"padding":                 good + "==",
		"a line feed":             good + "\n",
		"a line feed in the head": parts[0][:4] + "\n" + parts[0][4:] + "." + parts[1] + "." + parts[2],
		"a short signature":       good[:len(good)-4],
		"nothing":                 "",
		"five mebibytes":          strings.Repeat("a", 5<<20),
	} {
		if _, err := VerifyCompact(token, testType, &key.PublicKey); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := VerifyCompact(good, testType, &newKey(t).PublicKey); !errors.Is(err, ErrSignature) {
		t.Errorf("another key: got %v, want %v", err, ErrSignature)
	}
}

func TestAppendStringIsJSON(t *testing.T) {
	for _, s := range []string{"", "plain", `"\`, "\x00\x1f\x7f", "é\u2028😀", "</script>"} {
		var got string
		if err := json.Unmarshal(AppendString(nil, s), &got); err != nil || got != s {
			t.Errorf("%q: got %q, %v", s, got, err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	key := newKey(f)
	b := NewBuilder(2, 100)
	b.Claim("a", []byte("1"))
	b.Decoy()
	token, err := b.Sign(key, EncodeHeader(testType, ""), []byte(`"iss":"x"`))
	if err != nil {
		f.Fatal(err)
	}
	bound, err := Bind(token, key, "aud", "nonce", time.Unix(0, 0))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add(bound)
	f.Fuzz(func(t *testing.T, token string) {
		p, err := Split(token)
		if err != nil {
			return
		}
		v, err := VerifyIssuer(p, testType, &key.PublicKey)
		if err == nil && v.Claims["iss"] != "x" {
			t.Errorf("accepted what nobody signed")
		}
		VerifyBinding(token, &key.PublicKey, Binding{Audience: "aud", Nonce: "nonce", Now: time.Unix(0, 0)})
	})
}
