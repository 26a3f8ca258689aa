package accounts

import (
	"bytes"
	"crypto/ecdsa"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/holiman/uint256"

	"carnet/internal/wallet"
)

// keys is the factory of the ERC-4337 accounts in contracts/test/Accounts.sol, on one chain.
type keys struct {
	*world
	factory common.Address
}

func (w *world) keys() *keys {
	w.t.Helper()
	implementation := w.deploy(bytecode(w.t, "accounts.json", "KeyAccount", nil))
	k := &keys{w, w.deploy(bytecode(w.t, "accounts.json", "KeyAccountFactory", pack(w.t, "address", implementation)))}
	w.verifier.Factories = append(w.verifier.Factories, k.factory)
	return k
}

func (k *keys) order(owner *ecdsa.PrivateKey) []byte {
	return call(k.t, "create", "address,uint256", addressOf(owner), big.NewInt(1))
}

func (k *keys) address(order []byte) common.Address {
	return common.BytesToAddress(k.read(k.factory, order))
}

// sign is ERC-7739's nested personal signature: bound to the account and its chain.
func (k *keys) sign(account common.Address, hash common.Hash, owner *ecdsa.PrivateKey) []byte {
	k.t.Helper()
	domain := crypto.Keccak256(crypto.Keccak256([]byte("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")),
		crypto.Keccak256([]byte("KeyAccount")), crypto.Keccak256([]byte("1")), pack(k.t, "uint256,address", new(big.Int).SetUint64(k.id), account))
	inner := crypto.Keccak256(crypto.Keccak256([]byte("PersonalSign(bytes prefixed)")), hash[:])
	return sign(k.t, owner, crypto.Keccak256Hash([]byte("\x19\x01"), domain, inner))
}

// fund gives an owner what a transaction costs.
func (w *world) fund(key *ecdsa.PrivateKey) {
	w.t.Helper()
	ctx := w.t.Context()
	nonce, err := w.eth.PendingNonceAt(ctx, addressOf(w.payer))
	if err != nil {
		w.t.Fatal(err)
	}
	to := addressOf(key)
	tx := types.MustSignNewTx(w.payer, types.LatestSignerForChainID(new(big.Int).SetUint64(w.id)), &types.LegacyTx{
		Nonce: nonce, To: &to, Gas: 21_000, GasPrice: big.NewInt(100e9), Value: big.NewInt(5e18),
	})
	if err := w.eth.SendTransaction(ctx, tx); err != nil {
		w.t.Fatal(err)
	}
	w.send(&to, nil) // mined after it
}

func TestERC4337Account(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		k := w.keys()
		alice, bob := person(t, "alice"), person(t, "bob")
		w.fund(alice)
		order := k.order(alice)
		account := k.address(order)
		msg, m := message(t, w.id, account)
		sig := k.sign(account, digest(msg), alice)

		undeployed := w.again(w.enter(account, msg, m, wrap(t, k.factory, order, sig), wallet.MethodERC6492), nil)
		w.refuse(msg, m, wrap(t, k.factory, order, k.sign(account, digest(msg), bob)), wallet.ErrSignature)
		w.verifier.Factories = nil
		w.refuse(msg, m, wrap(t, k.factory, order, sig), wallet.ErrFactory)
		w.again(undeployed, wallet.ErrAccountChanged) // the operator took the factory off the list
		w.verifier.Factories = []common.Address{k.factory}

		w.send(&k.factory, order)
		deployed := w.enter(account, msg, m, sig, wallet.MethodERC1271)
		undeployed = w.again(undeployed, nil)
		w.refuse(msg, m, k.sign(account, digest(msg), bob), wallet.ErrSignature)
		w.refuse(msg, m, sign(t, alice, digest(msg)), wallet.ErrSignature)

		other := w.deploy(bytecode(t, "accounts.json", "OtherKeyAccount", nil))
		w.sendBy(alice, &account, call(t, "upgradeToAndCall", "address,bytes", other, []byte{}))
		w.again(deployed, wallet.ErrAccountChanged) // the signature still counts, and the account's own code is the same
		w.again(undeployed, wallet.ErrAccountChanged)
		upgraded := w.again(w.enter(account, msg, m, sig, wallet.MethodERC1271), nil)
		w.sendBy(alice, &account, call(t, "rotate", "address", addressOf(bob)))
		w.again(upgraded, wallet.ErrAccountChanged)
		w.enter(account, msg, m, k.sign(account, digest(msg), bob), wallet.MethodERC1271)
	})
}

func TestOneAddressOnTwoChainsIsTwoAccounts(t *testing.T) {
	alice, mallory := person(t, "alice"), person(t, "mallory")
	var all [2]*keys
	var at [2]common.Address
	for i := range all {
		all[i] = newWorld(t, startDevnet, uint64(31337+i)).keys()
		all[i].fund(alice)
		order := all[i].order(alice)
		at[i] = all[i].address(order)
		all[i].send(&all[i].factory, order)
	}
	first, second, account := all[0], all[1], at[0]
	if at[0] != at[1] {
		t.Fatal("the accounts have two addresses: the test shows nothing")
	}
	second.sendBy(alice, &account, call(t, "rotate", "address", addressOf(mallory)))

	verifier := &wallet.Verifier{Chains: map[uint64]wallet.Chain{first.id: first.chain, second.id: second.chain}}
	msg1, m1 := message(t, first.id, account)
	msg2, m2 := message(t, second.id, account)
	honest, err := verifier.Verify(t.Context(), msg1, m1, first.sign(account, digest(msg1), alice))
	if err != nil {
		t.Fatal(err)
	}
	thief, err := verifier.Verify(t.Context(), msg2, m2, second.sign(account, digest(msg2), mallory))
	if err != nil {
		t.Fatal(err)
	}
	key := make([]byte, 32)
	if honest.Account == thief.Account || wallet.Sub(key, "shop.example", honest.Account) == wallet.Sub(key, "shop.example", thief.Account) {
		t.Errorf("got one account for two owners: %v", honest.Account.String())
	}
	if _, err := verifier.Verify(t.Context(), msg1, m1, second.sign(account, digest(msg1), mallory)); !errors.Is(err, wallet.ErrSignature) {
		t.Errorf("the thief on the first chain: got %v, want %v", err, wallet.ErrSignature)
	}
}

// delegate makes the code of an EOA that of another address (EIP-7702); the zero address takes it back.
func (w *world) delegate(key *ecdsa.PrivateKey, to common.Address) {
	w.t.Helper()
	nonce, err := w.eth.PendingNonceAt(w.t.Context(), addressOf(key))
	if err != nil {
		w.t.Fatal(err)
	}
	auth, err := types.SignSetCode(key, types.SetCodeAuthorization{ChainID: *uint256.NewInt(w.id), Address: to, Nonce: nonce})
	if err != nil {
		w.t.Fatal(err)
	}
	self := addressOf(w.payer)
	w.send(&self, nil, auth)
}

func TestDelegatedEOA(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		alice := person(t, "alice")
		yes := w.deploy(bytecode(t, "accounts.json", "YesAccount", nil))
		yes2 := w.deploy(bytecode(t, "accounts.json", "YesAccount", nil))
		w.delegate(alice, yes)
		msg, m := message(t, w.id, addressOf(alice))
		garbage := make([]byte, 65)
		for i := range garbage {
			garbage[i] = 0x41
		}
		for name, sig := range map[string][]byte{"65 bytes of garbage": garbage, "64 bytes of garbage": garbage[:64], "no bytes": nil, "garbage in a wrapper": wrap(t, yes, nil, garbage)} {
			t.Run(name, func(t *testing.T) {
				if proof, err := w.verifier.Verify(t.Context(), msg, m, sig); !errors.Is(err, wallet.ErrDelegate) {
					t.Errorf("got %v, %v, want %v", proof.Account.String(), err, wallet.ErrDelegate)
				}
			})
		}
		proof, err := w.verifier.Verify(t.Context(), msg, m, sign(t, alice, digest(msg)))
		if err != nil || proof.Account != wallet.EOA(addressOf(alice)) || proof.Method != wallet.MethodEOA || proof.Evidence != nil {
			t.Errorf("own key: got %v by %q, %v, want the EOA", proof.Account.String(), proof.Method, err)
		}

		w.verifier.Delegates = []common.Address{yes}
		e := w.again(w.enter(addressOf(alice), msg, m, garbage, wallet.MethodEIP7702), nil) // weaker, on this chain only, and never the EOA
		w.verifier.Delegates = append(w.verifier.Delegates, yes2)
		w.delegate(alice, yes2)
		w.again(e, wallet.ErrAccountChanged)
		e = w.enter(addressOf(alice), msg, m, garbage, wallet.MethodEIP7702)
		w.delegate(alice, common.Address{})
		w.again(e, wallet.ErrAccountChanged)
		w.refuse(msg, m, garbage, wallet.ErrSignature)
	})
}

func TestEveryFlippedBitOfAContractSignatureIsRefused(t *testing.T) {
	w := newWorld(t, startDevnet, 31337)
	k, s := w.keys(), w.safes()
	alice := person(t, "alice")

	order := k.order(alice)
	account := k.address(order)
	msg, m := message(t, w.id, account)
	sig := wrap(t, k.factory, order, k.sign(account, digest(msg), alice))
	w.enter(account, msg, m, sig, wallet.MethodERC6492)
	w.refuseFlips("the wrapper of an ERC-4337 account", msg, m, sig, map[int]bool{})

	w.send(&k.factory, order)
	sig = k.sign(account, digest(msg), alice)
	w.enter(account, msg, m, sig, wallet.MethodERC1271)
	w.refuseFlips("the signature of an ERC-4337 account", msg, m, sig, map[int]bool{})
	for i := range len(msg) * 8 {
		other := flip(msg, i)
		if parsed, err := wallet.Parse(other); err == nil {
			if proof, err := w.verifier.Verify(t.Context(), other, parsed, sig); !refusal(err) {
				t.Errorf("bit %d of the message: got %v, %v, want it refused", i, proof.Account.String(), err)
			}
		}
	}

	// A Safe ignores what follows its signatures, and its factory what the ABI pads: 12 bytes in front of the singleton's address, 28 after the set-up call. No other bit may be free, and these make the very same account.
	order = s.order(addressOf(alice))
	safe := s.address(order)
	msg, m = message(t, w.id, safe)
	sig = wrap(t, s.factory, order, s.sign(safe, digest(msg), alice))
	w.enter(safe, msg, m, sig, wallet.MethodERC6492)
	const start = 4 * 32 // of the order, in the wrapper: three words of the tuple and a length
	padding := map[int]bool{}
	for bit := range 12 * 8 {
		padding[(start+4)*8+bit] = true
	}
	for bit := range 28 * 8 {
		padding[(start+len(order)-28)*8+bit] = true
	}
	w.refuseFlips("the wrapper of a Safe", msg, m, sig, padding)
}

// refuseFlips flips each bit of sig and wants a refusal. Only what nobody signs may leave the account as it is: the bits in padding, and those
// of a length that make the wrapper's order or signature longer by zeros.
func (w *world) refuseFlips(name string, msg []byte, m *wallet.Message, sig []byte, padding map[int]bool) {
	w.t.Helper()
	for i := range len(sig) * 8 {
		other := flip(sig, i)
		proof, err := w.verifier.Verify(w.t.Context(), msg, m, other)
		if free := padding[i] || onlyLonger(w.t, sig, other); free && err == nil && proof.Account == contractOn(w.t, w.id, m.Address) {
			continue
		}
		if !refusal(err) {
			w.t.Errorf("%s, bit %d of %d (byte %d): got %v, %v, want it refused", name, i, len(sig)*8, i/8, proof.Account.String(), err)
		}
	}
}

// onlyLonger says whether two wrappers differ in zeros at the end of a field and in nothing else.
func onlyLonger(t testing.TB, sig, other []byte) bool {
	t.Helper()
	a, errA := unwrap(t, sig)
	b, errB := unwrap(t, other)
	if errA != nil || errB != nil || a[0] != b[0] {
		return false
	}
	for i := range 2 {
		if !bytes.Equal(bytes.TrimRight(a[i+1].([]byte), "\x00"), bytes.TrimRight(b[i+1].([]byte), "\x00")) {
			return false
		}
	}
	return true
}

// refusal says whether err says no, and not that nobody could be asked.
func refusal(err error) bool {
	return err != nil && wallet.Code(err) != "" && !errors.Is(err, wallet.ErrChainUnavailable) && !errors.Is(err, wallet.ErrChainBusy)
}

func flip(b []byte, bit int) []byte {
	out := append([]byte(nil), b...)
	out[bit/8] ^= 1 << (bit % 8)
	return out
}
