package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// asProgram makes the test binary behave as the demo program.
const asProgram = "CARNET_DEMO_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func program(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "TERM=xterm-256color")
	return cmd
}

var freePorts = []string{"--gateway-addr=localhost:0", "--vault-addr=localhost:0", "--wallet-addr=localhost:0",
	"--shop1-addr=localhost:0", "--shop2-addr=localhost:0", "--chain-addr=localhost:0"}

// run starts the program, hands its first JSON object to use, interrupts it and returns what it said on stderr.
func run(t *testing.T, out any, use func(), args ...string) {
	t.Helper()
	cmd := program(args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	decoder := json.NewDecoder(stdout)
	if err := decoder.Decode(out); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	use()
	cmd.Process.Signal(syscall.SIGINT)
	rest, err := io.ReadAll(io.MultiReader(decoder.Buffered(), stdout))
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || stderr.Len() > 0 || strings.TrimSpace(string(rest)) != "" {
		t.Errorf("after Ctrl-C: got %v, stdout %q, stderr %q, want a quiet end", err, rest, stderr.String())
	}
}

func TestDemoTellsScriptsWhereEverythingIsAndStopsOnCtrlC(t *testing.T) {
	var o overview
	run(t, &o, func() {
		res, err := http.Get(o.Shops[1].Origin)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("second shop: got %v, want 200", res.StatusCode)
		}
		if _, err := os.Stat(o.Logs); err != nil {
			t.Errorf("logs: %v", err)
		}
	}, append(freePorts, "--json")...)
	if _, err := os.Stat(o.Data); !os.IsNotExist(err) {
		t.Errorf("temporary data: got %v, want it removed", err)
	}
}

func TestChainAloneAnswersAndStopsOnCtrlC(t *testing.T) {
	var net testnet
	key := filepath.Join(t.TempDir(), "relayer.key")
	if err := os.WriteFile(key, []byte(strings.Repeat("0", 63)+"1"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, &net, func() {
		res, err := http.Post(net.URL, "application/json", strings.NewReader(
			`{"jsonrpc":"2.0","id":1,"method":"eth_getCode","params":["`+net.Carnet.Hex()+`","latest"]}`))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var answer struct{ Result string }
		if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || len(answer.Result) < 1000 {
			t.Errorf("code of Carnet: got %d characters, %v", len(answer.Result), err)
		}
		if net.Funded == nil || *net.Funded != common.HexToAddress("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf") {
			t.Errorf("funded: got %v, want the account of the key", net.Funded)
		}
	}, "chain", "--chain-addr=localhost:0", "--json", "--fund-key", key)
	if len(net.Accounts) != 10 {
		t.Errorf("accounts: got %d, want 10", len(net.Accounts))
	}
}

func TestATakenPortNamesTheFlag(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	addr := other.Addr().String()
	for _, flag := range []string{"--gateway-addr", "--vault-addr", "--wallet-addr", "--shop1-addr", "--shop2-addr", "--chain-addr"} {
		// Of two flags with one name the last counts.
		out, err := program(append(append([]string(nil), freePorts...), flag+"="+addr)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), addr) || !strings.Contains(string(out), flag) || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%s taken: got %v, %q, want one line with the address and the flag", flag, err, out)
		}
	}
	out, err := program(append(append([]string(nil), freePorts...), "--vault-addr="+addr, "--chain-addr="+addr)...).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "--vault-addr, --chain-addr") || strings.Count(string(out), addr) != 2 {
		t.Errorf("two taken: got %v, %q, want both in one error", err, out)
	}
	out, err = program("chain", "--chain-addr="+addr).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "--chain-addr") {
		t.Errorf("chain: got %v, %q", err, out)
	}
}

func TestDrillBeforeTheFirstPurchaseSaysSo(t *testing.T) {
	dir := t.TempDir()
	var o overview
	run(t, &o, func() {}, append(freePorts, "--json", "--data", dir)...)
	out, err := program("drill", "--data", dir).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "nothing was bought yet") || strings.Contains(string(out), "needle") {
		t.Errorf("got %v, %q, want that nothing was bought yet", err, out)
	}
}

func TestWithoutATerminalThereIsNoColour(t *testing.T) {
	var plain, coloured bytes.Buffer
	o := overview{Shops: []shopOverview{{Name: "A"}, {Name: "Bé"}}}
	o.print(newPage(&plain))
	o.print(page{&coloured, true})
	if strings.Contains(plain.String(), "\x1b") || !strings.Contains(coloured.String(), "\x1b[") {
		t.Errorf("got %q without a terminal and %q with one", plain.String(), coloured.String())
	}
	strip := strings.NewReplacer("\x1b[1;38;5;68m", "", "\x1b[0m", "")
	if strip.Replace(coloured.String()) != plain.String() {
		t.Error("colour changes the text or its alignment")
	}
}
