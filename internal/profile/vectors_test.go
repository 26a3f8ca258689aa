package profile

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"carnet/internal/profile/sdjwt"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/go-jose/go-jose/v4"
)

var update = flag.Bool("update", false, "write testdata/profile/vectors.json anew")

const vectorFile = "../../testdata/profile/vectors.json"

// vectors is the file shared with the TypeScript twin. Fixed follows from
// fixed inputs alone; Made holds values with randomness in them, which are
// checked by opening and verifying.
type vectors struct {
	About string         `json:"about"`
	Fixed map[string]any `json:"fixed"`
	Made  made           `json:"made"`
}

type made struct {
	Issuer struct {
		Iss        string             `json:"iss"`
		PrivateJWK json.RawMessage    `json:"private_jwk"`
		JWKS       jose.JSONWebKeySet `json:"jwks"`
	} `json:"issuer"`
	Receipt struct {
		ID     string         `json:"id"`
		SDJWT  string         `json:"sd_jwt"`
		Salt   string         `json:"salt"` // base64url
		Leaf   string         `json:"leaf"`
		Claims map[string]any `json:"claims"` // all disclosed
	} `json:"receipt"`
	Sealed struct {
		Root     string `json:"root"`
		Sector   string `json:"sector"`
		Gen      int    `json:"gen"`
		Object   string `json:"object"` // base64
		Epoch    uint64 `json:"epoch"`
		Check    string `json:"check"`
		Content  string `json:"content"`   // hex SHA-256 of the object
		PlainLen int    `json:"plain_len"` // of the padded plaintext
	} `json:"sealed"`
	Promise struct {
		Token   string         `json:"token"`
		Payload map[string]any `json:"payload"`
	} `json:"promise"`
	Requests     []madeRequest `json:"requests"`
	Presentation struct {
		Token    string         `json:"token"`
		Audience string         `json:"audience"`
		Nonce    string         `json:"nonce"`
		Now      int64          `json:"now"` // seconds
		Claims   map[string]any `json:"claims"`
	} `json:"presentation"`
	Status struct {
		Token string `json:"token"`
		URI   string `json:"uri"`
		Index int    `json:"idx"`
		Value Refund `json:"value"`
		Now   int64  `json:"now"` // seconds
	} `json:"status"`
	Index struct {
		Key       string `json:"key"`
		Plaintext string `json:"plaintext"`
		Box       string `json:"box"` // base64
		Head      string `json:"head"`
	} `json:"index"`
}

type madeRequest struct {
	Method         string `json:"method"`
	Target         string `json:"target"`
	Body           string `json:"body"`
	Created        int64  `json:"created"`
	ContentDigest  string `json:"content_digest"`
	SignatureInput string `json:"signature_input"`
	Signature      string `json:"signature"`
	Base           string `json:"base"`
}

var (
	testRoot        = RootKey(sha256.Sum256([]byte("a root for tests")))
	testPairwiseKey = seq(32)
	testClaimCode   = ClaimCode(seq(16))
	testNow         = time.Unix(1767225600, 0)
)

const (
	testSector   = "shop.example"
	testClient   = "shop-1"
	testIssuer   = "https://gateway.example/shops/shop-1"
	testContract = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
	testAccount  = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
	testOrder    = `{"sub":"bFzI7Uru0hNf01xKVQJ2bhJkNBlo4T0i3rQ8ml3RDBg","receipt":{"kind":"sale","at":"2026-05-01T10:30:00+02:00","channel":"web","currency":"GBP","total":3494,"tax":582,"shipping":500,"discount":6,"tender":"card","lines":[{"n":1,"sku":"85123A","gtin":"4006381333931","name":"White hanging heart t-light holder","category":"Décor","qty":"6","unit":255,"total":1530,"tax":255,"warranty_until":"2028-05-01"},{"n":2,"name":"Set of 7 \"Babushka\" nesting boxes","qty":"2","unit":735,"total":1470}],"src":{"sys":"shop","ref":"536365"}}}`
)

func seq(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

func private(key *ecdsa.PrivateKey) string {
	return hex.EncodeToString(crypto.FromECDSA(key))
}

func jwkOf(t *testing.T, key *ecdsa.PrivateKey) (jwk json.RawMessage, thumb string) {
	t.Helper()
	public, err := PublicJWK(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	jwk, err = HolderJWK(public)
	if err != nil {
		t.Fatal(err)
	}
	return jwk, public.KeyID
}

// fixed computes everything that has no randomness in it.
func fixed(t *testing.T) map[string]any {
	sub := mac(testPairwiseKey, "carnet/v1/sub", testSector, "eoa:0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266")
	subText := b64.EncodeToString(sub[:])
	const idem = "0d4e1c2a-6f0b-4a53-9a55-3a2f0c1b7e90"
	id := ReceiptID(testPairwiseKey, testClient, idem)
	copyKey := testRoot.CopyBoxKey(id)

	var shops []any
	for _, s := range []struct {
		sector string
		gen    int
	}{{testSector, 0}, {testSector, 1}, {"localhost:8091", 1}} {
		identity := testRoot.Identity(s.sector, s.gen)
		jwk, thumb := jwkOf(t, testRoot.Holder(s.sector))
		login := testRoot.Login(s.sector)
		shops = append(shops, map[string]any{
			"sector": s.sector, "gen": s.gen,
			"identity": identity.String(), "recipient": identity.Recipient().String(),
			"holder_private": private(testRoot.Holder(s.sector)), "holder_jwk": jwk, "holder_thumbprint": thumb,
			"login_private": private(login), "login_address": crypto.PubkeyToAddress(login.PublicKey).Hex(),
		})
	}
	gens := []any{}
	for _, gen := range []int{0, 1} {
		key, box := testRoot.IndexKey(gen), testRoot.IndexBoxKey(gen)
		gens = append(gens, map[string]any{
			"gen": gen, "index_key": hex.EncodeToString(key[:]),
			"box_key": hex.EncodeToString(box[:]), "box_id": BoxID(box),
		})
	}

	claim := testClaimCode.Keys()
	claimJWK, _ := jwkOf(t, claim.Holder)
	recovery := RecoveryCode(seq(20))
	wallet, salt, iv := bytes.Repeat([]byte{0xa7}, 64), [32]byte(bytes.Repeat([]byte{0x5a}, 32)), [12]byte(seq(12))
	ct, err := SealSlot(testRoot, SlotWalletCode, wallet, recovery[:], salt, iv)
	if err != nil {
		t.Fatal(err)
	}
	boxW, _ := KeyringBoxKey("w", wallet)
	boxC, _ := KeyringBoxKey("c", recovery[:])

	leaves := make([][32]byte, 8)
	for i := range leaves {
		leaves[i] = sha256.Sum256([]byte{byte(i)})
	}
	tree, err := NewTree(leaves) // a power of two: no random padding
	if err != nil {
		t.Fatal(err)
	}
	var proofs []Proof
	for _, leaf := range leaves[:3] {
		p, err := tree.Proof(7, leaf)
		if err != nil {
			t.Fatal(err)
		}
		proofs = append(proofs, p)
	}
	leafSalt := [32]byte(bytes.Repeat([]byte{3}, 32))
	leaf := Leaf(leafSalt, "eyJhbGciOiJFUzI1NiJ9.e30.c2ln~WyJzIl0~")
	head := IndexHead([]byte("the bytes of an index box"))

	return map[string]any{
		"ids": map[string]any{
			"pairwise_key": hex.EncodeToString(testPairwiseKey), "sector": testSector,
			"account": "eoa:0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "sub": subText,
			"inbox": InboxID(testPairwiseKey, testSector, subText), "client_id": testClient,
			"idempotency_key": idem, "receipt_id": id, "guest_inbox": GuestInboxID(testPairwiseKey, id),
			"request_body": testOrder, "check": Check(testPairwiseKey, id, []byte(testOrder)),
		},
		"keys": map[string]any{
			"root": hex.EncodeToString(testRoot[:]), "shops": shops, "generations": gens,
			"scribe_private": private(testRoot.Scribe()), "scribe_address": crypto.PubkeyToAddress(testRoot.Scribe().PublicKey).Hex(),
			"copy": map[string]any{"receipt_id": id, "box_key": hex.EncodeToString(copyKey[:]), "box_id": BoxID(copyKey)},
		},
		"claim": map[string]any{
			"code": hex.EncodeToString(testClaimCode[:]), "compact": testClaimCode.Compact(), "text": testClaimCode.String(),
			"identity": claim.Identity.String(), "recipient": claim.Identity.Recipient().String(),
			"holder_private": private(claim.Holder), "holder_jwk": claimJWK, "id": claim.ID,
		},
		"recovery": map[string]any{"code": hex.EncodeToString(recovery[:]), "text": recovery.String()},
		"keyring": map[string]any{
			"root": hex.EncodeToString(testRoot[:]), "kind": SlotWalletCode, "w": hex.EncodeToString(wallet),
			"c": hex.EncodeToString(recovery[:]), "salt": b64.EncodeToString(salt[:]), "iv": b64.EncodeToString(iv[:]),
			"ct":    b64.EncodeToString(ct),
			"box_w": map[string]any{"key": hex.EncodeToString(boxW[:]), "id": BoxID(boxW)},
			"box_c": map[string]any{"key": hex.EncodeToString(boxC[:]), "id": BoxID(boxC)},
		},
		"leaf": map[string]any{
			"salt": b64.EncodeToString(leafSalt[:]), "sd_jwt": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln~WyJzIl0~", "leaf": hex.EncodeToString(leaf[:]),
		},
		"tree":       map[string]any{"epoch": 7, "padded": hex.EncodeToString(tree.Padded()), "proofs": proofs},
		"currencies": exponents, "schema_org": exported(t),
		"index_head": map[string]any{"box": "the bytes of an index box", "head": hex.EncodeToString(head[:])},
	}
}

func canonical(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var any any
	if err := json.Unmarshal(text, &any); err != nil {
		t.Fatal(err)
	}
	text, err = json.MarshalIndent(any, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// make creates the randomised half of the file.
func (m *made) create(t *testing.T) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	key, err := NewIssuerKey()
	must(err)
	m.Issuer.Iss = testIssuer
	m.Issuer.PrivateJWK, err = key.MarshalPrivate()
	must(err)
	m.Issuer.JWKS.Keys = []jose.JSONWebKey{key.Public()}

	order, err := ParseOrder([]byte(testOrder))
	must(err)
	holder := testRoot.Holder(testSector)
	public, err := PublicJWK(&holder.PublicKey)
	must(err)
	m.Receipt.ID = ReceiptID(testPairwiseKey, testClient, "0d4e1c2a-6f0b-4a53-9a55-3a2f0c1b7e90")
	order.Receipt.Status = &Status{URI: testList, Index: 4660}
	m.Receipt.SDJWT, err = Issue(key, testIssuer, m.Receipt.ID, public, &order.Receipt)
	must(err)
	salt := NewSalt()
	leaf := Leaf(salt, m.Receipt.SDJWT)
	m.Receipt.Salt, m.Receipt.Leaf = b64.EncodeToString(salt[:]), hex.EncodeToString(leaf[:])
	c, err := VerifyCredential(m.Receipt.SDJWT, testIssuer, m.Issuer.JWKS)
	must(err)
	m.Receipt.Claims = c.Claims

	file, err := Seal(m.Receipt.SDJWT, salt, testRoot.Identity(testSector, 1).Recipient())
	must(err)
	sealed := Sealed{ID: m.Receipt.ID, Epoch: 7, Leaf: leaf, Check: Check(testPairwiseKey, m.Receipt.ID, []byte(testOrder)), Slot: b64.EncodeToString(seq(48)), Age: file}
	object := sealed.Marshal()
	content := sha256.Sum256(object)
	plain, err := plaintext(m.Receipt.SDJWT, salt)
	must(err)
	m.Sealed.Root, m.Sealed.Sector, m.Sealed.Gen = hex.EncodeToString(testRoot[:]), testSector, 1
	m.Sealed.Object, m.Sealed.Epoch, m.Sealed.Check = base64.StdEncoding.EncodeToString(object), 7, sealed.Check
	m.Sealed.Content, m.Sealed.PlainLen = hex.EncodeToString(content[:]), len(plain)

	m.Promise.Token, err = SignPromise(key, Promise{Issuer: testIssuer, Leaf: leaf, Epoch: 7, ChainID: 31337, Contract: testContract, AnchorIssuer: testAccount})
	must(err)
	payload, err := sdjwt.UnverifiedPayload(m.Promise.Token)
	must(err)
	must(json.Unmarshal(payload, &m.Promise.Payload))

	m.Requests = nil
	for _, r := range []madeRequest{
		{Method: "GET", Target: "https://gateway.example/v1/inboxes/" + InboxID(testPairwiseKey, testSector, "s")},
		{Method: "POST", Target: "http://localhost:8080/v1/things?x=1&y=%20", Body: `{"hello":"wörld"}`},
	} {
		r.Created = testNow.Unix()
		s, err := SignRequest(holder, r.Method, r.Target, []byte(r.Body), testNow)
		must(err)
		r.ContentDigest, r.SignatureInput, r.Signature = s.ContentDigest, s.SignatureInput, s.Signature
		r.Base = string(signatureBase(r.Method, r.Target, s.ContentDigest, s.SignatureInput[len("carnet="):]))
		m.Requests = append(m.Requests, r)
	}

	m.Presentation.Audience, m.Presentation.Nonce, m.Presentation.Now = "shop-2", "bm9uY2Utbm9uY2Utbm9uY2U", testNow.Unix()
	m.Presentation.Token, err = Present(m.Receipt.SDJWT,
		func(name string) bool { return name == "at" || name == "total" },
		func(i int) bool { return i == 1 }, holder, m.Presentation.Audience, m.Presentation.Nonce, testNow)
	must(err)
	pc, err := VerifyPresentation(m.Presentation.Token, m.request())
	must(err)
	m.Presentation.Claims = pc.Claims

	list := NewStatusList()
	list.Mark(4660, PartlyRefunded)
	m.Status.URI, m.Status.Index, m.Status.Value, m.Status.Now = testList, 4660, PartlyRefunded, testNow.Unix()
	m.Status.Token, err = SignStatusList(key, testList, list, testNow)
	must(err)

	indexKey := testRoot.IndexKey(1)
	m.Index.Plaintext = `{"v":1,"seq":3,"shops":[],"receipts":[],"grants":[]}`
	box, err := SealIndex(indexKey, []byte(m.Index.Plaintext))
	must(err)
	head := IndexHead(box)
	m.Index.Key, m.Index.Box, m.Index.Head = hex.EncodeToString(indexKey[:]), base64.StdEncoding.EncodeToString(box), hex.EncodeToString(head[:])
}

func (m *made) request() Request {
	return Request{
		Issuer: m.Issuer.Iss, Keys: m.Issuer.JWKS, Audience: m.Presentation.Audience,
		Nonce: m.Presentation.Nonce, Now: time.Unix(m.Presentation.Now, 0),
	}
}

func TestVectors(t *testing.T) {
	if *update {
		v := vectors{
			About: "Shared by internal/profile and frontend/src. Written by: go test ./internal/profile -run TestVectors -update. Every key in here is for tests only.",
			Fixed: fixed(t),
		}
		v.Made.create(t)
		text, err := json.MarshalIndent(v, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(vectorFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(vectorFile, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	v := readVectors(t)
	t.Run("what has no randomness is computed to the same bytes", func(t *testing.T) {
		if got, want := canonical(t, fixed(t)), canonical(t, v.Fixed); got != want {
			t.Errorf("computed vectors differ from the file:\n%s", got)
		}
	})
	m := &v.Made
	var salt [32]byte
	if !decodeB64(salt[:], m.Receipt.Salt) {
		t.Fatalf("salt %q is not 32 bytes", m.Receipt.Salt)
	}
	leaf := Leaf(salt, m.Receipt.SDJWT)
	t.Run("the receipt verifies and says what the order said", func(t *testing.T) {
		r, c, err := VerifyReceipt(m.Receipt.SDJWT, m.Issuer.Iss, m.Issuer.JWKS)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := canonical(t, c.Claims), canonical(t, m.Receipt.Claims); got != want {
			t.Errorf("got claims %s, want %s", got, want)
		}
		order, err := ParseOrder([]byte(testOrder))
		if err != nil {
			t.Fatal(err)
		}
		order.Receipt.ID, order.Receipt.Status = m.Receipt.ID, &Status{URI: m.Status.URI, Index: m.Status.Index}
		if got, want := canonical(t, r), canonical(t, order.Receipt); got != want {
			t.Errorf("got receipt %s, want %s", got, want)
		}
		if got := hex.EncodeToString(leaf[:]); got != m.Receipt.Leaf {
			t.Errorf("got leaf %s, want %s", got, m.Receipt.Leaf)
		}
	})
	t.Run("the sealed receipt opens with the shopper's key", func(t *testing.T) {
		object, err := base64.StdEncoding.DecodeString(m.Sealed.Object)
		if err != nil {
			t.Fatal(err)
		}
		sealed, err := ParseSealed(object)
		if err != nil {
			t.Fatal(err)
		}
		token, gotSalt, err := Open(sealed.Age, testRoot.Identity(m.Sealed.Sector, m.Sealed.Gen))
		if err != nil {
			t.Fatal(err)
		}
		if token != m.Receipt.SDJWT || gotSalt != salt || sealed.Leaf != leaf || sealed.Epoch != m.Sealed.Epoch || sealed.Check != m.Sealed.Check {
			t.Errorf("sealed receipt holds another receipt")
		}
	})
	t.Run("the promise verifies", func(t *testing.T) {
		p, err := VerifyPromise(m.Promise.Token, m.Issuer.Iss, m.Issuer.JWKS)
		if err != nil {
			t.Fatal(err)
		}
		want := Promise{Issuer: testIssuer, Leaf: leaf, Epoch: 7, ChainID: 31337, Contract: testContract, AnchorIssuer: testAccount}
		if *p != want {
			t.Errorf("got %+v, want %+v", *p, want)
		}
	})
	t.Run("the signed requests verify", func(t *testing.T) {
		for _, r := range m.Requests {
			s := RequestSignature{ContentDigest: r.ContentDigest, SignatureInput: r.SignatureInput, Signature: r.Signature}
			err := VerifyRequest(&testRoot.Holder(testSector).PublicKey, r.Method, r.Target, []byte(r.Body), s, time.Unix(r.Created, 0))
			if err != nil {
				t.Errorf("%s %s: %v", r.Method, r.Target, err)
			}
		}
	})
	t.Run("the presentation discloses what was chosen", func(t *testing.T) {
		c, err := VerifyPresentation(m.Presentation.Token, m.request())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := canonical(t, c.Claims), canonical(t, m.Presentation.Claims); got != want {
			t.Errorf("got claims %s, want %s", got, want)
		}
	})
	t.Run("the status list verifies and has its mark", func(t *testing.T) {
		list, err := VerifyStatusList(m.Status.Token, m.Status.URI, m.Issuer.JWKS, time.Unix(m.Status.Now, 0))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := list.At(m.Status.Index); got != m.Status.Value {
			t.Errorf("got %v, want %v", got, m.Status.Value)
		}
	})
	t.Run("the index opens and has its head", func(t *testing.T) {
		box, err := base64.StdEncoding.DecodeString(m.Index.Box)
		if err != nil {
			t.Fatal(err)
		}
		index, err := OpenIndex(testRoot.IndexKey(1), box)
		if err != nil {
			t.Fatal(err)
		}
		head := IndexHead(box)
		if string(index) != m.Index.Plaintext || hex.EncodeToString(head[:]) != m.Index.Head {
			t.Errorf("got index %s with head %x, want %s with %s", index, head, m.Index.Plaintext, m.Index.Head)
		}
	})
}

func readVectors(t testing.TB) *vectors {
	t.Helper()
	text, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	v := new(vectors)
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatal(err)
	}
	return v
}
