package statetest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carnet/internal/state"
	"carnet/internal/testtool"
)

// ACL is what a gateway may do, and no more; docs/operations.md tells operators to write it into their server.
const ACL = "resetkeys ~carnet:* resetchannels -@all +ping +client|setname +set +get +getdel +del +evalsha +eval +time +info +command +cluster|slots"

// Redis is a real server of its own that can be stopped and started again. Its default user is off.
type Redis struct {
	Addr string // a unix socket, or 127.0.0.1 and a port when the settings name one

	dir, settings string
	args          []string // of the process
	cmd           *exec.Cmd
}

// StartRedis starts a server with further settings, in its own directory, and waits until it answers. It skips where there is no redis-server.
func StartRedis(t testing.TB, settings ...string) *Redis {
	t.Helper()
	r := NewRedis(t, settings...)
	r.Start(t)
	return r
}

// NewRedis is StartRedis before the start.
func NewRedis(t testing.TB, settings ...string) *Redis {
	t.Helper()
	for _, program := range []string{"redis-server", "redis-cli"} {
		testtool.NeedProgram(t, program)
	}
	dir, err := os.MkdirTemp("", "redis") // short, because a socket's path must be
	if err != nil {
		t.Fatal(err)
	}
	r := &Redis{Addr: filepath.Join(dir, "s"), dir: dir, args: []string{"-"}}
	r.settings = strings.Join(append([]string{"port 0", "unixsocket " + r.Addr, "bind 127.0.0.1", "dir " + dir, `save ""`, "maxmemory-policy noeviction",
		"user default off", "user admin on >admin ~* &* +@all", "user carnet on >secret " + ACL}, settings...), "\n") + "\n"
	t.Cleanup(func() { r.Stop(); os.RemoveAll(dir) })
	return r
}

// FreePort returns a port on the loopback that nothing listens on.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// Start starts a server that is stopped and waits until it answers.
func (r *Redis) Start(t testing.TB) {
	t.Helper()
	r.cmd = exec.Command("redis-server", r.args...)
	r.cmd.Stdin = strings.NewReader(r.settings)
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	Eventually(t, func() error {
		if out, err := r.command("PING").CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != "PONG" {
			return fmt.Errorf("redis-cli ping: %w: %s", err, out)
		}
		return nil
	})
}

// Stop kills the server.
func (r *Redis) Stop() {
	if r.cmd == nil {
		return
	}
	r.cmd.Process.Kill()
	r.cmd.Wait()
	r.cmd = nil
	os.Remove(filepath.Join(r.dir, "s"))
}

// Signal sends sig to the server's process.
func (r *Redis) Signal(t testing.TB, sig os.Signal) {
	t.Helper()
	if err := r.cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
}

// StartSentinel starts a Sentinel with settings and waits until it answers. Anybody may ask it.
func StartSentinel(t testing.TB, settings ...string) *Redis {
	t.Helper()
	r := NewRedis(t)
	port := FreePort(t)
	r.Addr = fmt.Sprintf("127.0.0.1:%d", port)
	config := filepath.Join(r.dir, "sentinel.conf") // it writes what it learns into this file
	r.settings = strings.Join(append([]string{fmt.Sprint("port ", port), "bind 127.0.0.1", "dir " + r.dir, "unixsocket " + filepath.Join(r.dir, "s"),
		"user admin on >admin ~* &* +@all"}, settings...), "\n") + "\n"
	if err := os.WriteFile(config, []byte(r.settings), 0o600); err != nil {
		t.Fatal(err)
	}
	r.args = []string{config, "--sentinel"}
	r.Start(t)
	return r
}

// Config is for a gateway on this server.
func (r *Redis) Config(prefix string) state.RedisConfig {
	return state.RedisConfig{Addrs: []string{r.Addr}, Username: "carnet", Password: "secret", Prefix: "carnet:" + prefix + ":"}
}

// Open opens the store under a prefix of the test's own.
func (r *Redis) Open(t testing.TB) state.Store {
	t.Helper()
	return OpenRedis(t, r.Config(t.Name()))
}

// OpenRedis opens a store that is closed when the test ends.
func OpenRedis(t testing.TB, config state.RedisConfig) state.Store {
	t.Helper()
	s, err := state.OpenRedis(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// CLI asks the server as its administrator, without the store under test.
func (r *Redis) CLI(t testing.TB, args ...string) string {
	t.Helper()
	out, err := r.command(args...).CombinedOutput()
	if err != nil {
		t.Fatalf("redis-cli %v: %v: %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r *Redis) command(args ...string) *exec.Cmd {
	return exec.Command("redis-cli", append([]string{"-s", filepath.Join(r.dir, "s"), "--user", "admin", "--pass", "admin", "--no-auth-warning"}, args...)...)
}

// Eventually waits for something to come true on a machine that may be slow.
func Eventually(t testing.TB, try func() error) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}
