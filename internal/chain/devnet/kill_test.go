package devnet

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethclient"
)

// killDirEnv makes the test binary a child that runs a chain and transacts until it is killed.
const killDirEnv = "CARNET_DEVNET_KILL_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDirEnv); dir != "" {
		if err := transactForEver(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// transactForEver prints the hashes of a transaction and of its block once its receipt was answered. (The block's too,
// because the pool keeps a journal of its own: after a loss it might quietly put the transaction into another block.)
func transactForEver(dir string) error {
	n, err := Start(Config{Dir: dir})
	if err != nil {
		return err
	}
	go func() { // the test that started us is gone
		io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	ctx := context.Background()
	c, err := ethclient.Dial(n.URL())
	if err != nil {
		return err
	}
	a := n.accounts[0]
	nonce, err := c.NonceAt(ctx, a.Address, nil)
	if err != nil {
		return err
	}
	fmt.Println("ready", nonce)
	for ; ; nonce++ {
		hash, err := send(ctx, c, a, n.ChainID(), nonce, big.NewInt(1e10))
		if err != nil {
			return err
		}
		r, err := receipt(ctx, c, hash)
		if err != nil {
			return err
		}
		fmt.Println(hash.Hex(), r.BlockHash.Hex())
	}
}

// killAfter runs the child until it has acknowledged count transactions, kills it without a warning and
// returns every acknowledged pair of hashes.
func killAfter(t *testing.T, dir string, count int) []string {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), killDirEnv+"="+dir)
	child.Stderr = os.Stderr
	if _, err := child.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	var acked []string
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "ready") {
			continue
		}
		acked = append(acked, lines.Text())
		if len(acked) == count {
			child.Process.Kill()
		}
	}
	child.Wait()
	if len(acked) < count {
		t.Fatalf("acknowledged before the end: got %d, want %d", len(acked), count)
	}
	return acked
}

func TestAKillLosesNoAcknowledgedReceipt(t *testing.T) {
	dir := t.TempDir()
	var acked []string
	for _, count := range []int{1, 2, 3, 17, 40} {
		acked = append(acked, killAfter(t, dir, count)...)
	}
	n := start(t, Config{Dir: dir})
	defer stop(t, n)
	c := dial(t, n.URL())
	for i, pair := range acked {
		tx, block, _ := strings.Cut(pair, " ")
		r, err := receipt(t.Context(), c, common.HexToHash(tx))
		if err != nil {
			t.Fatalf("receipt %d of %d acknowledged before a kill: %v", i, len(acked), err)
		}
		if got := r.BlockHash.Hex(); got != block {
			t.Fatalf("receipt %d of %d acknowledged before a kill: got block %v, want %v", i, len(acked), got, block)
		}
	}
	transact(t, c, n, 0)
}
