package s3test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// Fault is what happens to a request on its way.
type Fault int

// Faults. Each failure comes in two flavours: before the server heard of the request, and after it did what was asked.
const (
	None          Fault = iota
	Dropped             // the connection breaks before
	DroppedAfter        // and after
	Cut                 // the connection breaks in the middle of the answer
	Hangs               // nothing comes until the client gives up; the server never hears of it
	HangsAfter          // it did
	Internal            // 500 from something in between
	InternalAfter       // which the server never sees
	SlowDown            // 503 with the code that tells to come later
	SlowDownAfter
	Faults // how many there are
)

func (f Fault) String() string {
	return [...]string{"none", "dropped", "dropped after", "cut in the answer", "hangs", "hangs after", "500", "500 after", "503", "503 after"}[f]
}

func (f Fault) after() bool {
	return f == None || f == DroppedAfter || f == Cut || f == HangsAfter || f == InternalAfter || f == SlowDownAfter
}

// Proxy stands between a client and a server, and breaks what it is told to break.
type Proxy struct {
	URL string // its origin

	server string
	mu     sync.Mutex
	seen   int                                // requests
	plan   func(n int, r *http.Request) Fault // guarded by mu; n counts from 1
	delay  time.Duration                      // guarded by mu; before each request goes on
	gone   chan struct{}                      // closed at the end: nothing hangs longer
}

// NewProxy stands in front of a server until the test ends.
func NewProxy(t testing.TB, server *Server) *Proxy {
	t.Helper()
	p := &Proxy{server: server.Addr, gone: make(chan struct{})}
	front := httptest.NewServer(p)
	p.URL = front.URL
	t.Cleanup(func() { close(p.gone); front.Close() })
	return p
}

// Fail lets plan say what happens to each request from now on, the first of which is number 1. nil lets all pass.
func (p *Proxy) Fail(plan func(n int, r *http.Request) Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.plan, p.seen = plan, 0
}

// Delay makes every request wait.
func (p *Proxy) Delay(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.delay = d
}

// Seen returns how many requests came since the last Fail.
func (p *Proxy) Seen() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen
}

func (p *Proxy) next(r *http.Request) (Fault, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen++
	if p.plan == nil {
		return None, p.delay
	}
	return p.plan(p.seen, r), p.delay
}

// ServeHTTP implements http.Handler.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fault, delay := p.next(r)
	time.Sleep(delay)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	var answer []byte
	if fault.after() {
		res, err := p.forward(r, body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		defer res.Body.Close()
		if answer, err = io.ReadAll(res.Body); err != nil {
			panic(http.ErrAbortHandler)
		}
		for name, values := range res.Header {
			w.Header()[name] = values
		}
		if fault == Cut {
			cut(w, res.StatusCode, answer)
		}
		if fault == None {
			w.WriteHeader(res.StatusCode)
		}
	}
	p.finish(fault, w, r, answer)
}

// forward sends the request on as it was signed, which includes the Host. The client may be gone by the time of the answer: the server hears of it all the same.
func (p *Proxy) forward(r *http.Request, body []byte) (*http.Response, error) {
	out, err := http.NewRequest(r.Method, "http://"+p.server+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	out.Header, out.Host = r.Header.Clone(), r.Host
	return http.DefaultTransport.RoundTrip(out)
}

// cut breaks the connection in the middle of the body, or of the header if there is no body: an answer whose header tells that it ends there is whole,
// and the break would be met by the next request instead.
func cut(w http.ResponseWriter, status int, body []byte) {
	if half := len(body) / 2; half > 0 {
		w.WriteHeader(status)
		_, _ = w.Write(body[:half])
		_ = http.NewResponseController(w).Flush()
	} else if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Le", status, http.StatusText(status))
		_ = conn.Close()
	}
	panic(http.ErrAbortHandler)
}

func (p *Proxy) finish(fault Fault, w http.ResponseWriter, r *http.Request, answer []byte) {
	switch fault {
	case None:
		_, _ = w.Write(answer)
	case Dropped, DroppedAfter:
		panic(http.ErrAbortHandler)
	case Hangs, HangsAfter:
		select {
		case <-r.Context().Done():
		case <-p.gone:
		}
		panic(http.ErrAbortHandler)
	case Internal, InternalAfter:
		w.Header().Del("Content-Length")
		http.Error(w, "upstream connect error", http.StatusInternalServerError)
	case SlowDown, SlowDownAfter:
		w.Header().Set("Content-Type", "application/xml")
		w.Header().Del("Content-Length")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>")
	}
}
