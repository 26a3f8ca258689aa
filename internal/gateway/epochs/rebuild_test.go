package epochs_test

import (
	"log/slog"
	"testing"
	"time"

	"carnet/internal/gateway/epochs"
	"carnet/internal/gateway/faults"
)

// gateway rebuild opens the log of a store that was restored, and closes what is there.
func TestCloseNowMakesTheTreesOfAllThatTheStoreHolds(t *testing.T) {
	for name, shared := range map[string]bool{"of one process": false, "of several": true} {
		t.Run(name, func(t *testing.T) {
			store := &faults.Store{Store: faults.NewMemory()}
			cfg := epochs.Config{Blob: store, Chain: &faults.Chain{}, Now: time.Now, Log: slog.New(slog.DiscardHandler), Cadence: time.Hour, Shared: shared}
			log, err := epochs.Open(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			reopen := func() {
				t.Helper()
				if log, err = epochs.Open(t.Context(), cfg); err != nil {
					t.Fatal(err)
				}
			}
			appended := func() {
				t.Helper()
				if _, err := log.Append(t.Context(), randomLeaf()); err != nil {
					t.Fatal(err)
				}
			}
			closed := func(want uint64) {
				t.Helper()
				if err := log.CloseNow(t.Context()); err != nil {
					t.Fatal(err)
				}
				if s := log.Status(); s.Closed != want {
					t.Errorf("got %+v, want %d epochs closed", s, want)
				}
			}
			closed(0)
			appended()
			reopen()
			closed(1)
			appended()
			store.Fail(1, faults.Before, func(call string) bool { return call == "put epochs/0000000001/tree" })
			if err := log.CloseNow(t.Context()); err == nil {
				t.Fatal("the close did not fail")
			}
			if shared { // an order that meets the epoch being closed helps it
				reopen()
				closed(2)
				return
			}
			appended() // to the next epoch
			reopen()
			closed(3)
		})
	}
}
