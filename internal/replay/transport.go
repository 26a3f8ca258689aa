package replay

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// InProcess is an http.RoundTripper that calls a handler without a socket: the whole HTTP code path of a server, without
// the kernel. Answers are kept in memory until the handler returns.
type InProcess struct{ Handler http.Handler }

type networkKey struct{}

// from returns a context whose requests come from a network address (host:port). Shoppers have networks of their own, as
// in life; a gateway's limits are per network.
func from(ctx context.Context, addr string) context.Context {
	return context.WithValue(ctx, networkKey{}, addr)
}

// RoundTrip implements http.RoundTripper.
func (t InProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:1"
	if addr, ok := r.Context().Value(networkKey{}).(string); ok {
		in.RemoteAddr = addr
	}
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := &recorder{header: http.Header{}}
	t.Handler.ServeHTTP(w, in)
	in.Body.Close()
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

// recorder is an http.ResponseWriter in memory.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// Flush implements http.Flusher.
func (w *recorder) Flush() {}
