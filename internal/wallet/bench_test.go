package wallet

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
)

// BenchmarkSignIn is parse, check and verify of one message. It takes turns with the one operation that cannot be saved, a bare
// ecrecover, and reports how much of its throughput is left; the project's target is at least 70 %.
func BenchmarkSignIn(b *testing.B) {
	s := newSigner(b)
	m, e := login(s)
	msg := []byte(compose(b, m))
	sig := s.sign(b, msg)
	hash, bareSig := digest(msg), append([]byte{}, sig...)
	bareSig[64] -= 27
	var whole, bare time.Duration
	b.ReportAllocs()
	for b.Loop() {
		begin := time.Now()
		if err := enter(msg, sig, e); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		if _, err := crypto.Ecrecover(hash, bareSig); err != nil {
			b.Fatal(err)
		}
		whole, bare = whole+middle.Sub(begin), bare+time.Since(middle)
	}
	b.ReportMetric(float64(whole.Nanoseconds())/float64(b.N), "ns/sign-in")
	b.ReportMetric(float64(bare.Nanoseconds())/float64(b.N), "ns/ecrecover")
	b.ReportMetric(100*float64(bare)/float64(whole), "%of-ecrecover")
}
