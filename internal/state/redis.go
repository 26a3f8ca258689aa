package state

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
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

// spend does what Spend.from does, in microseconds by the clock of Redis, which all gateways share. A moment written by a clock that ran ahead,
// as after a failover, counts as an empty bucket and no worse. ARGV: cost of the units, most that may be missing, whether to go into debt.
const spendScript = `local t = redis.call('TIME')
local now, cost, most = t[1] * 1000000 + t[2], tonumber(ARGV[1]), tonumber(ARGV[2])
local full = (tonumber(redis.call('GET', KEYS[1]) or '') or now) - now
full = math.min(math.max(full, 0), most)
if full + cost > most then
  if ARGV[3] ~= '1' then return {0, full} end
  cost = most - full
end
full = full + cost
if cost > 0 then redis.call('SET', KEYS[1], string.format('%.0f', now + full), 'PX', math.ceil(full / 1000)) end
return {1, full}`

type redisStore struct {
	client redis.UniversalClient
	swap   *redis.Script
	spend  *redis.Script
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
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}, // asks for commands that Redis 7.0 lacks
	})
	client.AddHook(patience{})
	s := &redisStore{client: client, swap: redis.NewScript(swapScript), spend: redis.NewScript(spendScript), prefix: config.Prefix}
	if err := s.failure("ping", client.Ping(ctx).Err()); err != nil {
		client.Close()
		return nil, err
	}
	return s, nil
}

// answerWithin bounds a call with all its dials, retries and redirections. A Sentinel or Cluster that elects takes longer, and its callers are told.
const answerWithin = 3 * time.Second

// patience ends a call after answerWithin.
type patience struct{}

func (patience) DialHook(next redis.DialHook) redis.DialHook { return next }

func (patience) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		ctx, cancel := context.WithTimeout(ctx, answerWithin)
		defer cancel()
		return next(ctx, cmd)
	}
}

func (patience) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		ctx, cancel := context.WithTimeout(ctx, answerWithin)
		defer cancel()
		return next(ctx, cmds)
	}
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

// Spend implements [Buckets] with one script per bucket in one pipeline. A server that does not know the script yet, new or after a failover,
// carries out nothing of it and is asked once more with the text.
func (s *redisStore) Spend(ctx context.Context, spends ...Spend) ([]Left, error) {
	if err := checkSpends(spends); err != nil {
		return nil, err
	}
	all := make([]int, len(spends))
	for i := range all {
		all[i] = i
	}
	left := make([]Left, len(spends))
	unknown, err := s.spendAt(ctx, s.spend.EvalSha, spends, all, left)
	if err == nil && len(unknown) > 0 {
		_, err = s.spendAt(ctx, s.spend.Eval, spends, unknown, left)
	}
	return left, err
}

// spendAt carries out the spends at the given places and returns the places of those whose script the server did not know.
func (s *redisStore) spendAt(ctx context.Context, run func(context.Context, redis.Scripter, []string, ...any) *redis.Cmd, spends []Spend, at []int,
	left []Left) (unknown []int, err error) {
	replies := make([]*redis.Cmd, len(at))
	_, _ = s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for n, i := range at {
			x := spends[i]
			replies[n] = run(ctx, p, []string{s.prefix + x.Key}, x.refill(x.Units).Microseconds(), x.refill(x.Burst+x.Debt).Microseconds(), x.Debt > 0)
		}
		return nil
	})
	for n, i := range at {
		reply, err := replies[n].Int64Slice()
		switch {
		case redis.HasErrorPrefix(err, "NOSCRIPT"):
			unknown = append(unknown, i)
		case err != nil:
			return nil, s.failure("spend", err)
		case len(reply) != 2:
			return nil, s.failure("spend", fmt.Errorf("%d values, want 2", len(reply)))
		default:
			left[i] = Left{Took: reply[0] == 1, Full: time.Duration(reply[1]) * time.Microsecond}
		}
	}
	return unknown, nil
}

// Warnings tells in sentences what about the servers behind s would make records vanish early or verbs fail; nothing for other stores. It is
// for the log at the start: none of it keeps s from working now.
func Warnings(ctx context.Context, s Store) []string {
	r, ok := s.(*redisStore)
	if !ok {
		return nil
	}
	var mu sync.Mutex // guards found: a Cluster's nodes are asked at once
	var found []string
	err := r.eachPrimary(ctx, func(ctx context.Context, node *redis.Client) error {
		info, err := node.Info(ctx, "server", "memory").Result()
		mu.Lock()
		defer mu.Unlock()
		found = append(found, infoWarnings(info)...)
		return err
	})
	if err != nil {
		found = append(found, "Redis cannot be checked for its settings (the ACL user may lack +info)")
	}
	return found
}

func (s *redisStore) eachPrimary(ctx context.Context, do func(context.Context, *redis.Client) error) error {
	switch client := s.client.(type) {
	case *redis.ClusterClient:
		return client.ForEachMaster(ctx, do)
	case *redis.Client:
		return do(ctx, client)
	}
	return fmt.Errorf("client of type %T", s.client)
}

func infoWarnings(info string) (found []string) {
	for line := range strings.Lines(info) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch major, _, _ := strings.Cut(value, "."); {
		case name == "maxmemory_policy" && value != "noeviction":
			found = append(found, "Redis forgets records when it is full: its maxmemory-policy is "+value+", set it to noeviction")
		case name == "redis_version" && (len(major) == 1 && major < "7"):
			found = append(found, "Redis is version "+value+", want 7.0 or newer")
		}
	}
	return found
}

func (s *redisStore) Close() error {
	if err := s.client.Close(); err != nil && !errors.Is(err, redis.ErrClosed) {
		return fmt.Errorf("close redis: %w", err)
	}
	return nil
}
