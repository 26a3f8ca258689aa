package gateway_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestADamagedReceiptIsLeftOutOfItsInboxsList(t *testing.T) {
	f := newFixture(t, false)
	s := f.signIn().mustBind()
	good, _ := f.post(newKey(), order(s.sub, 1))
	bad, _ := f.post(newKey(), order(s.sub, 2))
	key := f.receipts()[bad.ID][0]
	if err := f.blob.Delete(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if err := f.blob.Put(t.Context(), key, []byte("x")); err != nil {
		t.Fatal(err)
	}
	rec := f.signed(s.holder(), "GET", "/v1/inboxes/"+s.inbox)
	var list struct{ Receipts []struct{ ID string } }
	if err := json.Unmarshal(rec.Body.Bytes(), &list); err != nil || rec.Code != 200 || len(list.Receipts) != 1 || list.Receipts[0].ID != good.ID {
		t.Errorf("got %d %s, want the other receipt", rec.Code, rec.Body)
	}
	if logs := f.logs.String(); !strings.Contains(logs, "kind=receipt") || strings.Contains(logs, bad.ID) || strings.Contains(logs, s.inbox) {
		t.Errorf("the log does not say what kind of object is damaged, or says which: %s", logs)
	}
}
