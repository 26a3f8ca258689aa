package drill

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethdb/pebble"
	"github.com/klauspost/compress/zstd"
)

const wallet = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"

// one needle of each kind, and a short one of those that may be short.
var planted = []Needle{
	{Kind: Customer, Value: "17850"},
	{Kind: Customer, Value: "customer-000042"},
	{Kind: Name, Value: "Zoë O'Brien & Søn"},
	{Kind: Name, Value: "Ann Lee"},
	{Kind: Address, Value: "12 rue de l'Église, 75005 Paris"},
	{Kind: Address, Value: "zoe.obrien@shopper.example"},
	{Kind: Description, Value: `WHITE "METAL" LANTERN <large>`},
	{Kind: Description, Value: "MUG"},
	{Kind: Wallet, Value: wallet},
	{Kind: Amount, Value: "1530", Exponent: 2},
	{Kind: Amount, Value: "-85", Exponent: 2},
	{Kind: Amount, Value: "123456", Exponent: 0},
}

func theseNeedles(needles ...Needle) func(func(Needle) error) error {
	return func(each func(Needle) error) error {
		for _, n := range needles {
			if err := each(n); err != nil {
				return err
			}
		}
		return nil
	}
}

func run(t *testing.T, dir string, needles ...Needle) *Report {
	t.Helper()
	report, err := Run(t.Context(), Config{Dir: dir, Needles: theseNeedles(needles...)})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// leaks writes a needle the way a careless program would, in each encoding, without the code under test.
func leaks(n Needle) map[Encoding][]string {
	text := map[string][]string{ // what a program would write around a short value
		"17850": {`{"customer":"17850"}`, `customer=17850 bought`, `a,17850,b`}, "Ann Lee": {`"name":"Ann Lee"`, "name=Ann Lee"},
		"MUG": {`{"name":"MUG","qty":1}`, "name=MUG qty=1"}, "1530": {`{"total":1530,"x":1}`, `{"unit":1530}`, `["salt","total",1530]`, `"15.30"`, "paid £15.30"},
		"-85": {`"total":-85}`, `"-0.85"`, "a,-0.85,b"}, "123456": {`"total":123456,`, `"123456"`},
	}[n.Value]
	if text == nil {
		text = []string{n.Value}
	}
	if n.Kind == Wallet {
		text = []string{n.Value, strings.ToLower(n.Value), "0x" + strings.ToUpper(n.Value[2:]), n.Value[2:]}
	}
	all := map[Encoding][]string{}
	for _, s := range text {
		all[AsIs] = append(all[AsIs], s, "\x00\x01"+s+"\xff")
		all[Hex] = append(all[Hex], hex.EncodeToString([]byte(s)), strings.ToUpper(hex.EncodeToString([]byte("x"+s))))
		for _, before := range []string{"", "a", "ab", "abc"} {
			for _, after := range []string{"", "y", "yz"} {
				all[Base64] = append(all[Base64], base64.StdEncoding.EncodeToString([]byte(before+s+after)))
				all[Base64URL] = append(all[Base64URL], base64.RawURLEncoding.EncodeToString([]byte(before+s+after)))
			}
		}
		escaped, _ := json.Marshal(s)
		all[JSONEscape] = append(all[JSONEscape], string(escaped))
		all[URLEncoded] = append(all[URLEncoded], url.QueryEscape(s), url.PathEscape(s), regexp.MustCompile("%..").ReplaceAllStringFunc(url.QueryEscape(s), strings.ToLower))
		var little, big []byte
		for _, r := range s {
			little, big = append(little, byte(r), byte(r>>8)), append(big, byte(r>>8), byte(r))
		}
		all[UTF16LE] = append(all[UTF16LE], string(little))
		all[UTF16BE] = append(all[UTF16BE], string(big))
		if n.Kind != Amount {
			all[UpperCase] = append(all[UpperCase], strings.ReplaceAll(s, n.Value, strings.ToUpper(n.Value)))
			all[LowerCase] = append(all[LowerCase], strings.ReplaceAll(s, n.Value, strings.ToLower(n.Value)))
		}
	}
	if n.Kind == Wallet {
		address := common.HexToAddress(n.Value)
		all[RawBytes] = []string{string(address[:]), hex.EncodeToString(address[:]), base64.StdEncoding.EncodeToString(address[:])}
		all[Keccak] = []string{string(crypto.Keccak256(address[:]))}
	}
	return all
}

func TestEveryKindIsFoundInEveryEncoding(t *testing.T) {
	matcher := newMatcher()
	for i, n := range planted {
		if err := n.check(); err != nil {
			t.Fatal(err)
		}
		forms, _ := n.forms()
		for _, f := range forms {
			matcher.add(f.pattern, int32(i), uint8(slices.Index(Encodings, f.encoding)))
		}
	}
	file(t, matcher)
	var buffer []byte
	for i, n := range planted {
		for encoding, texts := range leaks(n) {
			for _, text := range texts {
				t.Run(fmt.Sprintf("%s %s %s", n.Kind, n.Value, encoding), func(t *testing.T) {
					found := false
					_, err := matcher.scan(strings.NewReader(text), &buffer, func(f *filed, _ int64) { found = found || int(f.needle) == i })
					if err != nil || !found {
						t.Errorf("not found in %q (%v)", text, err)
					}
				})
			}
		}
	}
}

func TestRunFindsWhatIsPlantedAnywhere(t *testing.T) {
	const secret = "WHITE METAL LANTERN"
	needle := Needle{Kind: Description, Value: secret}
	var gzipped bytes.Buffer
	z := gzip.NewWriter(&gzipped)
	fmt.Fprintf(z, "%s some log line with %s in it\n", strings.Repeat("padding ", 1000), secret)
	z.Close()
	encoder, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	zstandard := encoder.EncodeAll([]byte(strings.Repeat("padding ", 1000)+secret), nil)
	for name, plant := range map[string]func(t *testing.T, dir string){
		"in an object":         func(t *testing.T, dir string) { write(t, dir, "gateway/objects/a/b", []byte("x"+secret)) },
		"in a log":             func(t *testing.T, dir string) { write(t, dir, "logs/gateway.log", []byte(secret+"\n")) },
		"in a file at the top": func(t *testing.T, dir string) { write(t, dir, "dump", []byte(secret)) },
		"in a file name":       func(t *testing.T, dir string) { write(t, dir, "shop1/"+secret, nil) },
		"in a gzipped log":     func(t *testing.T, dir string) { write(t, dir, "logs/old.gz", gzipped.Bytes()) },
		"in a zstd file":       func(t *testing.T, dir string) { write(t, dir, "logs/old.zst", zstandard) },
		"in a database's value": func(t *testing.T, dir string) {
			writeChain(t, filepath.Join(dir, "chain/chaindata"), func(db *pebble.Database) { db.Put([]byte("k"), []byte(strings.Repeat("aaaa", 500)+secret)) })
		},
		"in a database's key": func(t *testing.T, dir string) {
			writeChain(t, filepath.Join(dir, "chain/chaindata"), func(db *pebble.Database) { db.Put([]byte("key "+secret), nil) })
		},
		"behind a seed's folder": func(t *testing.T, dir string) { write(t, dir, "replay/leaves/0", []byte(secret)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "gateway/state.db", bytes.Repeat([]byte("nothing "), 1000))
			if report := run(t, dir, needle); !report.Clean() {
				t.Fatalf("before planting: got %v, want nothing", report.Findings)
			}
			plant(t, dir)
			report := run(t, dir, needle)
			if report.Clean() || len(report.Findings) == 0 || report.Findings[0].Value != secret {
				t.Errorf("got %+v, want the needle", report)
			}
		})
	}
}

func file(t testing.TB, m *matcher) {
	t.Helper()
	if err := m.ready(); err != nil {
		t.Fatal(err)
	}
}

func writeChain(t *testing.T, dir string, fill func(*pebble.Database)) {
	t.Helper()
	db, err := pebble.New(dir, 16, 16, "", false)
	if err != nil {
		t.Fatal(err)
	}
	fill(db)
	if err := db.Compact(nil, nil); err != nil { // so that it lies in a compressed table and not in the log
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestACompressedTableHidesFromRawBytes(t *testing.T) {
	dir := t.TempDir()
	secret := strings.Repeat("abcdefgh", 100)
	writeChain(t, dir, func(db *pebble.Database) {
		for i := range 2000 {
			db.Put(fmt.Appendf(nil, "%05d", i), []byte(secret))
		}
	})
	tables, _ := filepath.Glob(filepath.Join(dir, "*.sst"))
	if len(tables) == 0 {
		t.Fatal("no table was written")
	}
	raw, err := os.ReadFile(tables[0])
	if err != nil || bytes.Count(raw, []byte(secret)) > 1000 {
		t.Errorf("got an uncompressed table (%v): the drill's decoding proves nothing", err)
	}
}

func TestACleanDirectoryPassesAndSaysWhatWasSearched(t *testing.T) {
	dir := t.TempDir()
	noise := rand.NewChaCha8([32]byte{1})
	for i := range 20 {
		data := make([]byte, 1<<18)
		noise.Read(data)
		write(t, dir, fmt.Sprintf("gateway/objects/%d", i), data)
		write(t, dir, fmt.Sprintf("gateway/objects/%d.b64", i), []byte(base64.StdEncoding.EncodeToString(data)))
		write(t, dir, fmt.Sprintf("logs/%d.hex", i), []byte(hex.EncodeToString(data)))
	}
	write(t, dir, "secrets/needles.jsonl", []byte(planted[2].Value))
	write(t, dir, "replay/seed", []byte(planted[2].Value))
	write(t, dir, "replay/leaves/1", []byte("leaf"))
	needles := slices.Clone(planted)
	for i := range 3000 {
		needles = append(needles, Needle{Kind: Customer, Value: fmt.Sprint(12346 + i)}, Money(int64(i), 2))
	}
	report := run(t, dir, needles...)
	if !report.Clean() {
		t.Errorf("got %v, want nothing", report.Findings)
	}
	want := []StoreReport{{"gateway", 40, 20 * (1<<18 + (1<<18+2)/3*4)}, {"logs", 20, 20 << 19}, {"replay", 1, 4}}
	if !slices.Equal(report.Stores, want) {
		t.Errorf("got %v, want %v", report.Stores, want)
	}
	if len(report.LeftOut) != 2 || report.LeftOut[0].Path != "replay/seed" || report.LeftOut[1].Path != "secrets" {
		t.Errorf("got %v left out, want replay/seed and secrets", report.LeftOut)
	}
	var amounts NeedleReport
	for _, n := range report.Needles {
		if n.Kind == Amount {
			amounts = n
		}
	}
	if amounts.Needles != 3002 || amounts.Unsearchable != 1 || amounts.TooShort == 0 || amounts.Forms[UTF16BE] == 0 {
		t.Errorf("got %+v, want 3002 amounts, zero not searchable", amounts) // 1530 is in both lists
	}
}

func TestAMatchAcrossBuffersIsFoundOnce(t *testing.T) {
	n := Needle{Kind: Name, Value: "Grace Brewster Murray Hopper"}
	m := newMatcher()
	m.add([]byte(n.Value), 0, 0)
	m.add([]byte("end of it"), 1, 0)
	file(t, m)
	for _, at := range []int{0, 1, 1<<20 - 40, 1<<20 - 20, 1 << 20, 1<<20 + 20, 1<<20 + 60, 2<<20 - 7, 3<<20 - 28} {
		data := make([]byte, 3<<20)
		copy(data[at:], n.Value)
		data = append(data, "end of it"...)
		for name, reader := range map[string]io.Reader{"whole": bytes.NewReader(data), "dripping": iotest.HalfReader(bytes.NewReader(data))} {
			var buffer []byte
			var places []int64
			size, err := m.scan(reader, &buffer, func(_ *filed, at int64) { places = append(places, at) })
			if want := []int64{int64(at), 3 << 20}; err != nil || size != int64(len(data)) || !slices.Equal(places, want) {
				t.Errorf("%s: got %v, %v, want %v", name, places, err, want)
			}
		}
	}
}

// TestScanAgreesWithTheObvious compares with bytes.Index on text that is made of pieces of the patterns.
func TestScanAgreesWithTheObvious(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	for range 200 {
		m := newMatcher()
		var patterns [][]byte
		for i := range 30 {
			p := make([]byte, window+rnd.IntN(10))
			for j := range p {
				p[j] = byte('a' + rnd.IntN(2))
			}
			patterns = append(patterns, p)
			m.add(p, int32(i), 0)
		}
		file(t, m)
		var text []byte
		for range 20 {
			p := patterns[rnd.IntN(len(patterns))]
			text = append(text, p[:rnd.IntN(len(p)+1)]...)
		}
		want := map[string]bool{}
		for i, p := range patterns {
			for at := range text {
				if bytes.HasPrefix(text[at:], p) {
					want[fmt.Sprint(i, "@", at)] = true
				}
			}
		}
		var buffer []byte
		got := map[string]bool{}
		if _, err := m.scan(bytes.NewReader(text), &buffer, func(f *filed, at int64) { got[fmt.Sprint(f.needle, "@", at)] = true }); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestAWalletOnTheChainIsExcusedOnlyByItsOwnMint(t *testing.T) {
	address := common.HexToAddress(wallet)
	other := common.HexToAddress("0x70997970C51812dc3A010C7d01b50e0d17dc79C8")
	needles := []Needle{{Kind: Wallet, Value: wallet}, {Kind: Wallet, Value: other.Hex()}}
	mintOf := func(a common.Address) *types.Log {
		return &types.Log{Topics: []common.Hash{mint, {}, common.BytesToHash(a[:]), common.BytesToHash(a[:])}}
	}
	chainWith := func(t *testing.T, dir string, logs ...*types.Log) {
		writeChain(t, filepath.Join(dir, "chain", "geth", "chaindata"), func(kv *pebble.Database) {
			db := rawdb.NewDatabase(kv)
			header := &types.Header{Number: common.Big1}
			rawdb.WriteHeader(db, header)
			rawdb.WriteCanonicalHash(db, header.Hash(), 1)
			rawdb.WriteHeadHeaderHash(db, header.Hash())
			rawdb.WriteReceipts(db, header.Hash(), 1, types.Receipts{{Status: 1, Logs: logs}})
		})
	}
	t.Run("minted", func(t *testing.T) {
		dir := t.TempDir()
		chainWith(t, dir, mintOf(address))
		report := run(t, dir, needles...)
		if !report.Clean() || !slices.Equal(report.Published, []string{wallet}) {
			t.Errorf("got %+v, want one published wallet and no finding", report)
		}
	})
	t.Run("named on the chain without a mint", func(t *testing.T) {
		dir := t.TempDir()
		chainWith(t, dir, mintOf(address), &types.Log{Topics: []common.Hash{mint, common.BytesToHash(other[:])}})
		report := run(t, dir, needles...)
		if report.Clean() || report.Findings[0].Value != other.Hex() {
			t.Errorf("got %+v, want the other wallet", report)
		}
	})
	t.Run("minted, but written in a log as well", func(t *testing.T) {
		dir := t.TempDir()
		chainWith(t, dir, mintOf(address))
		write(t, dir, "logs/gateway.log", []byte("sign-in of "+strings.ToLower(wallet)))
		report := run(t, dir, needles...)
		if report.Clean() || report.Findings[0].Store != "logs" || len(report.Published) != 1 {
			t.Errorf("got %+v, want a finding in the log", report)
		}
	})
}

func TestTheChainIsReadOverJSONRPC(t *testing.T) {
	leak := true
	node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var call struct{ Method string }
		json.NewDecoder(r.Body).Decode(&call)
		result := map[string]string{
			"eth_blockNumber": `"0x2"`, "eth_getLogs": `[]`, "eth_getBlockByNumber": `{"number":"0x1","transactions":[]}`,
		}[call.Method]
		if leak && call.Method == "eth_getBlockByNumber" {
			result = `{"transactions":[{"input":"0x` + hex.EncodeToString([]byte("..Ada Lovelace..")) + `"}]}`
		}
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":1,"result":%s}`, result)
	}))
	defer node.Close()
	dir := t.TempDir()
	write(t, dir, "logs/x", []byte("nothing"))
	config := Config{Dir: dir, RPC: node.URL, Needles: theseNeedles(Needle{Kind: Name, Value: "Ada Lovelace"})}
	report, err := Run(t.Context(), config)
	if err != nil || report.Clean() || report.Findings[0].Store != "JSON-RPC" || report.Findings[0].Encoding != Hex {
		t.Errorf("got %+v, %v, want a finding", report, err)
	}
	leak = false
	report, err = Run(t.Context(), config)
	if err != nil || !report.Clean() {
		t.Errorf("got %+v, %v, want none", report, err)
	}
	node.Close()
	if _, err := Run(t.Context(), config); err == nil {
		t.Error("without a node: got no error, want one")
	}
}

func TestWhatCannotBeSearchedIsAnError(t *testing.T) {
	needle := theseNeedles(planted[0])
	for name, config := range map[string]func(t *testing.T) Config{
		"no directory":       func(t *testing.T) Config { return Config{Dir: filepath.Join(t.TempDir(), "absent"), Needles: needle} },
		"an empty directory": func(t *testing.T) Config { return Config{Dir: t.TempDir(), Needles: needle} },
		"no needles": func(t *testing.T) Config {
			dir := t.TempDir()
			write(t, dir, "logs/x", nil)
			return Config{Dir: dir, Needles: theseNeedles()}
		},
		"a link that leads away": func(t *testing.T) Config {
			dir := t.TempDir()
			if err := os.Symlink("/", filepath.Join(dir, "link")); err != nil {
				t.Skip(err)
			}
			return Config{Dir: dir, Needles: needle}
		},
		"a database in use": func(t *testing.T) Config {
			dir := t.TempDir()
			db, err := pebble.New(filepath.Join(dir, "chain"), 16, 16, "", false)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			return Config{Dir: dir, Needles: needle}
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Run(t.Context(), config(t)); err == nil {
				t.Error("got no error, want one")
			}
		})
	}
	t.Run("the caller gives up", func(t *testing.T) {
		dir := t.TempDir()
		write(t, dir, "x", nil)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := Run(ctx, Config{Dir: dir, Needles: needle}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
	})
}

func TestManifestKeepsEachNeedleOnceOverRestartsAndKills(t *testing.T) {
	dir := t.TempDir()
	m, err := OpenManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := m.Add(append(slices.Clone(planted), Needle{Kind: Name})...); err != nil {
			t.Fatal(err)
		}
	}
	for name, n := range map[string]Needle{
		"unknown kind": {Kind: "shoe size", Value: "45"}, "wallet without 0x": {Kind: Wallet, Value: wallet[2:]},
		"amount with a point": {Kind: Amount, Value: "1.50"}, "too long": {Kind: Name, Value: strings.Repeat("x", maxValue+1)},
	} {
		if err := m.Add(n); !errors.Is(err, ErrNeedle) {
			t.Errorf("%s: got %v, want %v", name, err, ErrNeedle)
		} else if strings.Contains(err.Error(), n.Value) {
			t.Errorf("%s: the error tells the value", name)
		}
	}
	m.Close()
	f, err := os.OpenFile(ManifestPath(dir), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(`{"kind":"name","val`) // a kill in the middle of a line
	f.Close()
	m, err = OpenManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	late := Needle{Kind: Name, Value: "A Late Comer"}
	if err := m.Add(planted[0], late); err != nil {
		t.Fatal(err)
	}
	var got []Needle
	if err := ReadManifest(dir, func(n Needle) error { got = append(got, n); return nil }); err != nil {
		t.Fatal(err)
	}
	if want := append(slices.Clone(planted), late); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if err := ReadManifest(t.TempDir(), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want %v", err, os.ErrNotExist)
	}
	info, err := os.Stat(ManifestPath(dir))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, %v, want 0600", info.Mode(), err)
	}
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"kind":"name","value":"Ada"}` + "\n"))
	f.Add([]byte(`{"kind":"amount","value":"-12","exponent":2}` + "\n{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		readNeedles(bytes.NewReader(data), func(n Needle) error {
			if n.check() != nil {
				t.Errorf("got %+v, want it refused", n)
			}
			forms, _ := n.forms()
			for _, form := range forms {
				if len(form.pattern) < window {
					t.Errorf("%+v: got a form of %d bytes, want at least %d", n, len(form.pattern), window)
				}
			}
			return nil
		})
	})
}

func BenchmarkScan(b *testing.B) {
	m := newMatcher()
	for i := range 50_000 {
		for _, n := range []Needle{{Kind: Customer, Value: fmt.Sprint(10_000 + i)}, {Kind: Description, Value: fmt.Sprintf("RED SPOTTY THING %d", i)}} {
			forms, _ := n.forms()
			for _, f := range forms {
				m.add(f.pattern, int32(i), 0)
			}
		}
	}
	file(b, m)
	data := make([]byte, 64<<20)
	rand.NewChaCha8([32]byte{}).Read(data)
	var buffer []byte
	b.SetBytes(int64(len(data)))
	b.ReportMetric(float64(len(m.forms)), "forms")
	for b.Loop() {
		if _, err := m.scan(bytes.NewReader(data), &buffer, func(*filed, int64) {}); err != nil {
			b.Fatal(err)
		}
	}
}
