package hooks

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"carnet/internal/gateway/web"
)

const (
	maxBody    = 4 << 20         // bytes of a webhook: platforms write less than 4 KB for each of a receipt's 1,000 lines
	maxBodies  = 64 << 20        // bytes of all webhooks in work at a time
	bodyTime   = 5 * time.Second // for a body to come
	firstBytes = 4 << 10         // of memory for a body; it doubles while bytes come
)

var (
	errCrowded = errors.New("too many webhooks are in work at a time")
	errSlow    = errors.New("a webhook's body did not come in time")
)

// bodies bounds the memory that webhooks take, of strangers too: nobody has to show who he is before a body is read. It is taken as bytes come, so that
// whoever announces much and sends little holds little.
type bodies struct{ taken atomic.Int64 }

// read reads a body and returns what gives its memory back, which is to be called in any case.
func (b *bodies) read(c echo.Context) (body []byte, free func(), err error) {
	held := int64(0)
	free = func() { b.taken.Add(-held) }
	r := c.Request()
	if r.ContentLength > maxBody {
		return nil, free, web.TooLarge(maxBody)
	}
	connection := http.NewResponseController(c.Response())
	connection.SetReadDeadline(time.Now().Add(bodyTime)) // in tests there is no connection
	for {
		if len(body) == cap(body) {
			size := min(max(int64(2*cap(body)), firstBytes), maxBody+1)
			held += size - int64(cap(body))
			if b.taken.Add(size-int64(cap(body))) > maxBodies {
				return nil, free, web.Unavailable(errCrowded)
			}
			body = append(make([]byte, 0, size), body...)
		}
		n, err := r.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case len(body) > maxBody:
			return nil, free, web.TooLarge(maxBody)
		case err == io.EOF:
			connection.SetReadDeadline(time.Time{}) // or the server takes the sender for gone while it waits for the answer
			return body, free, nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			return nil, free, web.Unavailable(errSlow)
		case err != nil:
			return nil, free, web.BadRequest("bad_body", "The request ended early. Nothing was stored; send it again.").With(err)
		}
	}
}
