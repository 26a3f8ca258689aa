package receipts

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"sync"

	"github.com/labstack/echo/v4"

	"carnet/internal/directory"
	"carnet/internal/gateway/web"
)

const (
	maxBatch      = 100
	maxBatchBytes = 8 << 20
	batchWorkers  = 16 // orders of one batch in work at a time: enough to share journal objects
)

// item is one order of a batch.
type item struct {
	IdempotencyKey string          `json:"idempotency_key"`
	Sub            json.RawMessage `json:"sub"`
	Receipt        json.RawMessage `json:"receipt"`
}

// batch is decoded up to the first order that is too many: 8 MiB have room for millions of empty ones.
type batch []item

// UnmarshalJSON implements json.Unmarshaler.
func (b *batch) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return &json.UnmarshalTypeError{Value: "value", Type: reflect.TypeFor[batch]()}
	}
	for d.More() && len(*b) <= maxBatch {
		var i item
		if err := d.Decode(&i); err != nil {
			return err
		}
		*b = append(*b, i)
	}
	return nil
}

// body returns the order as POST /receipts would have got it: without the key, members in this order.
func (i item) body() []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	if i.Sub != nil {
		b.WriteString(`"sub":`)
		b.Write(i.Sub)
		b.WriteByte(',')
	}
	b.WriteString(`"receipt":`)
	if i.Receipt == nil {
		b.WriteString("null")
	}
	b.Write(i.Receipt)
	b.WriteByte('}')
	return b.Bytes()
}

// result is the answer to one order of a batch.
type result struct {
	Status int `json:"status"`
	*answer
	Error   string `json:"error,omitempty"`
	Message string `json:"message,omitempty"`
}

// postBatch answers 200 with one result per order, in order; each order succeeds or fails alone.
func (s *Surface) postBatch(c echo.Context) error {
	shop, err := s.shop(c)
	if err != nil {
		return err
	}
	var items batch
	if err := web.JSON(c, maxBatchBytes, &items); err != nil {
		return err
	}
	if len(items) == 0 || len(items) > maxBatch {
		return web.BadRequest("bad_batch", "Send 1 to 100 orders at a time. Nothing was stored.")
	}
	results := make([]result, len(items))
	qr := wantsQR(c) // the context is not for several goroutines
	errs := web.Errors{Log: s.Log, Gone: s.Gone}
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(batchWorkers, len(items)) {
		wg.Go(func() {
			for i := range next {
				results[i] = s.one(c, shop, items[i], errs, qr)
			}
		})
	}
	for i := range items {
		next <- i
	}
	close(next)
	wg.Wait()
	return c.JSON(http.StatusOK, map[string]any{"results": results})
}

func (s *Surface) one(c echo.Context, shop *directory.Shop, i item, errs web.Errors, qr bool) result {
	body := i.body()
	if len(body) > MaxOrder {
		e := web.TooLarge(MaxOrder)
		return result{Status: e.Status, Error: e.Code, Message: e.Message}
	}
	a, status, err := s.accept(c.Request().Context(), shop, i.IdempotencyKey, body, nil)
	if err == nil && qr {
		err = a.Claim.Draw()
	}
	if err == nil {
		return result{Status: status, answer: a}
	}
	e := errs.As(err)
	if e.Status >= 500 {
		s.Log.Error("order of a batch failed", "id", web.RequestID(c), "code", e.Code, "cause", e.Cause)
	}
	return result{Status: e.Status, Error: e.Code, Message: e.Message}
}
