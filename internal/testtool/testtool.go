// Package testtool tells tests what to do about a program that a machine lacks: where CI=true they fail, because scripts/setup.sh
// has installed it there; elsewhere they are skipped and say so.
package testtool

import (
	"os"
	"os/exec"
	"testing"
)

// Need ends a test that lacks something.
func Need(t testing.TB, have bool, what string) {
	t.Helper()
	if have {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing: run scripts/setup.sh", what)
	}
	t.Skipf("SKIPPED: %s is missing; scripts/setup.sh installs it", what)
}

// NeedProgram returns the path of a program.
func NeedProgram(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	Need(t, err == nil, name)
	return path
}
