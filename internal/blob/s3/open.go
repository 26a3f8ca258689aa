package s3

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"golang.org/x/sync/errgroup"

	"carnet/internal/blob"
)

const (
	defaultTimeout = 15 * time.Second
	maxPrefix      = 256 // bytes
	racers         = 8   // conditional writes of one key at once, when a service is tried out
)

// Config says where the objects are.
type Config struct {
	Endpoint     string // origin of the service: https://s3.eu-west-3.amazonaws.com; http:// sends the objects, sealed as they are, in the clear
	Region       string // that requests are signed for; us-east-1 when empty
	Bucket       string // must exist
	Prefix       string // before every key: segments, each ending in "/"; empty for the bucket's root
	VirtualHost  bool   // the bucket is in the host name (bucket.host) and not in the path
	AccessKey    string
	SecretKey    string
	SessionToken string        // of temporary credentials
	CAFile       string        // PEM roots to trust instead of the system's
	Timeout      time.Duration // of one call with all its tries, and a second more per MiB; 15 s when 0
}

// Open tries the service out and returns the store of a bucket's prefix: [blob.ErrUnavailable] when it does not answer, [blob.ErrInvalid] for a
// configuration that cannot work, which includes a service that does not honour conditional writes. No error shows the secret key.
func Open(ctx context.Context, cfg Config) (*Store, error) {
	s, err := dial(cfg)
	if err != nil {
		return nil, fmt.Errorf("object store: %w", err)
	}
	if err := s.tryOut(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("object store: bucket %s at %s: %w", cfg.Bucket, cfg.Endpoint, err), s.Close())
	}
	return s, nil
}

// OpenReader returns what there is to read of a bucket's prefix. It writes nothing, and asks for no permission to.
func OpenReader(ctx context.Context, cfg Config) (blob.Reader, error) {
	s, err := dial(cfg)
	if err != nil {
		return nil, fmt.Errorf("object store: %w", err)
	}
	if _, err := s.List(ctx, "", "", 1); err != nil {
		return nil, errors.Join(fmt.Errorf("object store: bucket %s at %s: %w", cfg.Bucket, cfg.Endpoint, err), s.Close())
	}
	return s, nil
}

func dial(cfg Config) (*Store, error) {
	at, err := url.Parse(cfg.Endpoint)
	if err != nil || (at.Scheme != "https" && at.Scheme != "http") || at.Host == "" || strings.Trim(at.Path, "/") != "" || at.User != nil || at.RawQuery != "" {
		return nil, fmt.Errorf("endpoint %q, want an origin such as https://s3.example.com: %w", cfg.Endpoint, blob.ErrInvalid)
	}
	if cfg.Bucket == "" || cfg.AccessKey == "" || cfg.SecretKey == "" {
		return nil, fmt.Errorf("bucket, access key and secret key are needed: %w", blob.ErrInvalid)
	}
	if cfg.Prefix != "" {
		if name, ok := strings.CutSuffix(cfg.Prefix, "/"); !ok || blob.CheckKey(name) != nil || len(cfg.Prefix) > maxPrefix {
			return nil, fmt.Errorf("prefix %q, want segments of [A-Za-z0-9._-] that each end in '/', at most %d bytes: %w", cfg.Prefix, maxPrefix, blob.ErrInvalid)
		}
	}
	if cfg.Region == "" {
		cfg.Region = "us-east-1"
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = defaultTimeout
	}
	transport, err := cfg.transport()
	if err != nil {
		return nil, err
	}
	lookup := minio.BucketLookupPath
	if cfg.VirtualHost {
		lookup = minio.BucketLookupDNS
	}
	client, err := minio.New(at.Host, &minio.Options{Creds: credentials.NewStaticV4(cfg.AccessKey, cfg.SecretKey, cfg.SessionToken), Secure: at.Scheme == "https",
		Region: cfg.Region, BucketLookup: lookup, Transport: transport, MaxRetries: 1}) // this package tries again, and knows what was tried
	if err != nil {
		return nil, fmt.Errorf("%w: %w", blob.ErrInvalid, err)
	}
	return &Store{client: minio.Core{Client: client}, bucket: cfg.Bucket, prefix: cfg.Prefix, timeout: cfg.Timeout, idle: transport.CloseIdleConnections}, nil
}

func (cfg Config) transport() (*http.Transport, error) {
	roots, err := cfg.roots()
	if err != nil {
		return nil, err
	}
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout: 5 * time.Second,
		MaxIdleConns:        256,
		MaxIdleConnsPerHost: 256,
		IdleConnTimeout:     time.Minute,
		DisableCompression:  true, // objects are read as they are
	}, nil
}

// roots are nil for the system's.
func (cfg Config) roots() (*x509.CertPool, error) {
	if cfg.CAFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(cfg.CAFile)
	if err != nil {
		return nil, fmt.Errorf("ca file: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("ca file %s has no certificate: %w", cfg.CAFile, blob.ErrInvalid)
	}
	return roots, nil
}

var errIgnored = fmt.Errorf("this service cannot hold a gateway's objects: %w", blob.ErrInvalid)

// tryOut writes, replaces and deletes an object of its own, under a name that is no key, and expects the refusals on which everything rests.
func (s *Store) tryOut(ctx context.Context) error {
	return s.call(ctx, 0, func(ctx *try) error {
		probe := "~probe/" + newToken()
		err := s.tryConditions(ctx, probe)
		if err == nil {
			err = s.tryAgain(ctx, probe)
		}
		gone := s.remove(ctx, probe)
		if err == nil {
			err = gone
		}
		return err
	})
}

// tryAgain deletes the object and expects its name to be free.
func (s *Store) tryAgain(ctx *try, probe string) error {
	if err := s.remove(ctx, probe); err != nil {
		return err
	}
	_, err := s.put(ctx, probe, nil, write{})
	if errors.Is(err, errCondition) {
		return fmt.Errorf("what was deleted cannot be put again, which some services do in a bucket that keeps versions: %w", errIgnored)
	}
	return err
}

func (s *Store) tryConditions(ctx *try, probe string) error {
	won, err := s.race(ctx, probe)
	if err != nil {
		return err
	}
	if won != 1 {
		return fmt.Errorf("%d of %d writes with If-None-Match: * of one name succeeded, want 1: %w", won, racers, errIgnored)
	}
	if _, err := s.put(ctx, probe, []byte("x"), write{match: strings.Repeat("0", 32)}); err == nil {
		return fmt.Errorf("it ignores If-Match on PutObject: %w", errIgnored)
	} else if !errors.Is(err, errCondition) {
		return err
	}
	have, err := s.get(ctx, probe)
	if err != nil {
		return err
	}
	if s.versioned, err = s.put(ctx, probe, []byte("replaced"), write{match: have.etag}); err != nil {
		return fmt.Errorf("If-Match with the ETag that it gave: %w", err)
	}
	now, err := s.get(ctx, probe)
	if err == nil && string(now.data) != "replaced" {
		err = fmt.Errorf("it does not read what it just wrote: %w", errIgnored)
	}
	return err
}

// race returns how many of several conditional writes at once the service let through.
func (s *Store) race(ctx context.Context, probe string) (won int, err error) {
	errs := make([]error, racers)
	var group errgroup.Group
	for i := range errs {
		group.Go(func() error {
			_, errs[i] = s.put(ctx, probe, []byte{byte(i)}, write{})
			return nil
		})
	}
	_ = group.Wait()
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case errors.Is(err, errCondition), errors.Is(err, errConflict): // both tell that nothing was written
		default:
			return 0, err
		}
	}
	return won, nil
}
