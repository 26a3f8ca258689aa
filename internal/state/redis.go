package state

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/redis/go-redis/v9"
)

// RedisConfig says where Redis is. A thief of this configuration can read and change the store; see the package comment for what that is worth.
type RedisConfig struct {
	Addrs      []string // host:port, or the path of a unix socket; more than one means Cluster, or Sentinels when MasterName is set
	Username   string   // ACL user; empty for the default user
	Password   string
	TLS        bool   // verify the server's certificate for the host in its address
	CAFile     string // PEM roots to trust instead of the system's
	MasterName string // set for Sentinel
	Cluster    bool   // set when a Cluster has a single address
	Prefix     string // before every key, so that others can share the database
}

// swap is one key and no random commands: safe on Cluster and in replication.
const swapScript = `local v = redis.call('GET', KEYS[1])
if not v then return 0 end
if v ~= ARGV[1] then return 1 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 2`

type redisStore struct {
	client redis.UniversalClient
	swap   *redis.Script
	prefix string
}

// OpenRedis connects and asks for one answer; ErrUnavailable when none comes. Afterwards connections come and go by themselves: while Redis is
// gone every call returns ErrUnavailable within a few seconds, and works again once it is back.
func OpenRedis(ctx context.Context, config RedisConfig) (Store, error) {
	if len(config.Addrs) == 0 {
		return nil, fmt.Errorf("redis without an address: %w", ErrInvalid)
	}
	if len(config.Prefix) > MaxKey {
		return nil, fmt.Errorf("redis prefix of %d bytes, want at most %d: %w", len(config.Prefix), MaxKey, ErrInvalid)
	}
	tlsConfig, err := config.tls()
	if err != nil {
		return nil, err
	}
	client := redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs: config.Addrs, MasterName: config.MasterName, IsClusterMode: config.Cluster,
		Username: config.Username, Password: config.Password, TLSConfig: tlsConfig,
		ClientName: "carnet", DisableIdentity: true, ContextTimeoutEnabled: true,
		DialTimeout: 2 * time.Second, ReadTimeout: 2 * time.Second, WriteTimeout: 2 * time.Second,
		PoolSize: 64, PoolTimeout: 2 * time.Second, MaxRetries: 2, DialerRetries: 1,
	})
	s := &redisStore{client: client, swap: redis.NewScript(swapScript), prefix: config.Prefix}
	if err := s.failure("ping", client.Ping(ctx).Err()); err != nil {
		client.Close()
		return nil, err
	}
	return s, nil
}

func (c RedisConfig) tls() (*tls.Config, error) {
	if !c.TLS {
		return nil, nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CAFile == "" {
		return config, nil
	}
	pem, err := os.ReadFile(c.CAFile)
	if err != nil {
		return nil, fmt.Errorf("redis roots: %w", err)
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("redis roots %s hold no certificate: %w", c.CAFile, ErrInvalid)
	}
	return config, nil
}

// failure keeps the caller's own cancellation apart from the store's absence.
func (s *redisStore) failure(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, redis.Nil):
		return ErrNotFound
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("redis %s: %w", what, err)
	}
	return fmt.Errorf("redis %s: %w: %w", what, ErrUnavailable, err)
}

func (s *redisStore) Put(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if err := checkRecord(key, value, ttl); err != nil {
		return err
	}
	return s.failure("set", s.client.Set(ctx, s.prefix+key, value, wholeMillis(ttl)).Err())
}

func (s *redisStore) Create(ctx context.Context, key string, value []byte, ttl time.Duration) error {
	if err := checkRecord(key, value, ttl); err != nil {
		return err
	}
	err := s.client.SetArgs(ctx, s.prefix+key, value, redis.SetArgs{Mode: "NX", TTL: wholeMillis(ttl)}).Err()
	if errors.Is(err, redis.Nil) {
		return ErrExists
	}
	return s.failure("set nx", err)
}

// CreateAll is a pipeline, which the client splits by slot on a Cluster.
func (s *redisStore) CreateAll(ctx context.Context, entries ...Entry) error {
	if err := checkEntries(entries); err != nil {
		return err
	}
	replies, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, e := range entries {
			p.SetArgs(ctx, s.prefix+e.Key, e.Value, redis.SetArgs{Mode: "NX", TTL: wholeMillis(e.TTL)})
		}
		return nil
	})
	if err == nil {
		return nil
	}
	for _, reply := range replies {
		if err := reply.Err(); err != nil && !errors.Is(err, redis.Nil) {
			return s.failure("set nx", err)
		}
	}
	if errors.Is(err, redis.Nil) {
		return ErrExists
	}
	return s.failure("set nx", err)
}

func (s *redisStore) Get(ctx context.Context, key string) ([]byte, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	value, err := s.client.Get(ctx, s.prefix+key).Bytes()
	return value, s.failure("get", err)
}

func (s *redisStore) Take(ctx context.Context, key string) ([]byte, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	value, err := s.client.GetDel(ctx, s.prefix+key).Bytes()
	return value, s.failure("getdel", err)
}

func (s *redisStore) Swap(ctx context.Context, key string, old, new []byte, ttl time.Duration) error {
	if err := checkRecord(key, new, ttl); err != nil {
		return err
	}
	got, err := s.swap.Run(ctx, s.client, []string{s.prefix + key}, old, new, wholeMillis(ttl).Milliseconds()).Int()
	switch {
	case err != nil:
		return s.failure("swap", err)
	case got == 0:
		return ErrNotFound
	case got == 1:
		return ErrChanged
	}
	return nil
}

func (s *redisStore) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	return s.failure("del", s.client.Del(ctx, s.prefix+key).Err())
}

func (s *redisStore) Close() error {
	if err := s.client.Close(); err != nil && !errors.Is(err, redis.ErrClosed) {
		return fmt.Errorf("close redis: %w", err)
	}
	return nil
}
