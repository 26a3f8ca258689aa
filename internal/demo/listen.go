package demo

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"syscall"
)

// Taken says which addresses are in use by other programs: all of them, so that one more try is enough.
type Taken struct{ Doors []TakenDoor }

// TakenDoor is one address that is in use.
type TakenDoor struct {
	// Part is whose address it is: gateway, vault, wallet, shop1, shop2 or chain.
	Part string
	Addr string
}

func (e *Taken) Error() string {
	doors := make([]string, len(e.Doors))
	for i, d := range e.Doors {
		doors[i] = fmt.Sprintf("%s (for the %s)", d.Addr, d.Part)
	}
	if len(doors) == 1 {
		return doors[0] + " is in use by another program"
	}
	return strings.Join(doors, ", ") + " are in use by other programs"
}

// parts that listen by themselves; the chain's node does so for itself.
var parts = []string{"gateway", "vault", "wallet", "shop1", "shop2"}

// door is a listener and the origin that browsers know it by.
type door struct {
	net.Listener
	origin string
}

// openDoors listens on all addresses before anything is started, so that a taken one costs nothing.
func openDoors(addrs map[string]string) (doors map[string]door, err error) {
	doors = map[string]door{}
	defer func() {
		if err != nil {
			closeDoors(doors)
		}
	}()
	var taken Taken
	for _, part := range parts {
		listener, err := listen(part, addrs[part])
		if errors.Is(err, syscall.EADDRINUSE) {
			taken.Doors = append(taken.Doors, TakenDoor{part, addrs[part]})
			continue
		}
		if err != nil {
			return doors, err
		}
		doors[part] = door{listener, originOf(listener.Addr())}
	}
	if chain, err := listen("chain", addrs["chain"]); err == nil {
		chain.Close() // its node listens there soon
	} else if errors.Is(err, syscall.EADDRINUSE) {
		taken.Doors = append(taken.Doors, TakenDoor{"chain", addrs["chain"]})
	} else {
		return doors, err
	}
	if len(taken.Doors) > 0 {
		return doors, &taken
	}
	return doors, nil
}

func closeDoors(doors map[string]door) {
	for _, d := range doors {
		d.Close()
	}
}

func listen(part, addr string) (net.Listener, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("address of the %s: %w", part, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("address of the %s: %q is not this machine alone; want localhost or 127.0.0.1", part, host)
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("address of the %s: %w", part, err)
	}
	return listener, nil
}

// originOf names an address the way browsers must: only localhost is a secure context with passkeys.
func originOf(addr net.Addr) string {
	return "http://localhost:" + strconv.Itoa(addr.(*net.TCPAddr).Port)
}
