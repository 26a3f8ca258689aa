//go:build unix

package replay

import (
	"syscall"
	"time"
)

// processor is the processor time of this process so far. Unlike the clock it does not depend on who else uses the
// machine.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
