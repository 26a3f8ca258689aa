// Package s3test starts a real S3-compatible server for tests: Versity S3 Gateway over a directory, which scripts/setup.sh builds.
package s3test

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"carnet/internal/blob/s3"
	"carnet/internal/testtool"
)

// Bucket is the name of the bucket that every server has.
const Bucket = "carnet"

// Server is a server of its own on the loopback, which can be stopped and started again with its objects.
type Server struct {
	Addr string // 127.0.0.1 and a port

	dir  string
	args []string
	cmd  *exec.Cmd
	log  bytes.Buffer
}

// Start starts a server, with further arguments of its program before those of its backend, and waits until it answers. Where the program is missing
// the test is skipped, and fails in CI.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	program := program(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Addr: l.Addr().String(), dir: t.TempDir()}
	l.Close()
	objects, old := filepath.Join(s.dir, "objects"), filepath.Join(s.dir, "versions")
	for _, dir := range []string{filepath.Join(objects, Bucket), old} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.args = append([]string{program, "--quiet", "--keep-alive", "--port", s.Addr, "--access", "root", "--secret", "root-secret"}, args...)
	s.args = append(s.args, "posix", "--versioning-dir", old, objects)
	s.Restart(t)
	t.Cleanup(s.Stop)
	return s
}

// program is the server's, at the root of the module.
func program(t testing.TB) string {
	t.Helper()
	_, file, _, _ := runtime.Caller(0)
	path := filepath.Join(filepath.Dir(file), "../../../../build/versitygw")
	_, err := os.Stat(path)
	testtool.Need(t, err == nil, "versitygw")
	return path
}

// Restart starts a server that is stopped and waits until it answers.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.cmd = exec.Command(s.args[0], s.args[1:]...)
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 500 {
		if c, err := net.Dial("tcp", s.Addr); err == nil {
			c.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("versitygw does not listen: %s", &s.log)
}

// Stop kills the server.
func (s *Server) Stop() {
	if s.cmd != nil {
		s.cmd.Process.Kill()
		s.cmd.Wait()
		s.cmd = nil
	}
}

// Version makes the bucket keep what is replaced and deleted.
func (s *Server) Version(t testing.TB) {
	t.Helper()
	client, err := minio.New(s.Addr, &minio.Options{Creds: credentials.NewStaticV4("root", "root-secret", ""), Region: "us-east-1"})
	if err == nil {
		err = client.EnableVersioning(t.Context(), Bucket)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Config is that of a store in the server's bucket.
func (s *Server) Config() s3.Config {
	return s3.Config{Endpoint: "http://" + s.Addr, Bucket: Bucket, Prefix: fmt.Sprintf("test-%d/", time.Now().UnixNano()), AccessKey: "root", SecretKey: "root-secret"}
}
