package web

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestErrorsInTheLogNameNobody(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(Discreet(slog.NewTextHandler(&out, nil)))
	inbox, wallet, tx := strings.Repeat("c5", 32), "0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B", "0x"+strings.Repeat("d7", 32)
	err := fmt.Errorf("get inboxes/c5/%s/binding: Get \"http://s3/b/inboxes%%2Fc5%%2F%s\": %w", inbox, inbox, errors.New("of "+wallet+" in "+tx))
	log.With("err", err).WithGroup("g").Error("failed", "cause", err, "code", "unavailable", "client", "shop1")
	got := out.String()
	if strings.Contains(got, inbox) || strings.Contains(got, wallet) {
		t.Errorf("it names somebody: %s", got)
	}
	for _, want := range []string{"inboxes/c5/…/binding", tx, "code=unavailable", "client=shop1"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing: %s", want, got)
		}
	}
	if strings.Count(got, "…") != 6 {
		t.Errorf("got %s, want six names taken out", got)
	}
}
