package relay

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"carnet/internal/chain"
)

func TestNoCarnetHasTheNumberZero(t *testing.T) {
	seq := uint32(1)
	in := call{Kind: chain.KindHead, ID: "0x" + strings.Repeat("0", 40), Prev: "0x" + strings.Repeat("0", 48), Head: "0x" + strings.Repeat("1", 48), Seq: &seq, Signature: "0x33"}
	if _, err := in.parse(); err == nil {
		t.Error("a call for the carnet of nobody was accepted; the chain's side refuses it, as if it were away")
	}
}

// FuzzCall checks that an accepted call has exactly the fields of its kind, with their sizes.
func FuzzCall(f *testing.F) {
	f.Add([]byte(`{"kind":"head","id":"0x1111111111111111111111111111111111111111","prev":"0x222222222222222222222222222222222222222222222222","head":"0x222222222222222222222222222222222222222222222222","seq":1,"signature":"0x33"}`))
	f.Add([]byte(`{"kind":"scribe","id":"0x1111111111111111111111111111111111111111","scribe":"0x1111111111111111111111111111111111111111","nonce":0,"signature":"0x33"}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var in call
		if json.Unmarshal(data, &in) != nil {
			return
		}
		out, err := in.parse()
		if err != nil {
			return
		}
		sig, _ := hex.DecodeString(in.Signature[2:])
		if out.ID.BitLen() > 160 || len(out.Signature) == 0 || len(out.Signature) > chain.MaxSignature || !bytes.Equal(sig, out.Signature) {
			t.Fatalf("accepted %s", data)
		}
		if (out.Kind == chain.KindHead) != (in.Seq != nil) || (out.Kind == chain.KindScribe) != (in.Nonce != nil) {
			t.Fatalf("accepted a %s with the fields of another kind: %s", out.Kind, data)
		}
	})
}
