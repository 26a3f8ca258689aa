package accounts

import (
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"carnet/internal/wallet"
)

// safes are the contracts of Safe 1.4.1 on one chain.
type safes struct {
	*world
	singleton, factory, handler, signer common.Address
}

func (w *world) safes() *safes {
	w.t.Helper()
	put := func(name string) common.Address { return w.deploy(bytecode(w.t, "safe-1.4.1.json", name, nil)) }
	s := &safes{world: w, singleton: put("Safe"), factory: put("SafeProxyFactory"), handler: put("CompatibilityFallbackHandler"), signer: put("SignMessageLib")}
	w.verifier.Factories = append(w.verifier.Factories, s.factory)
	return s
}

// order is what the factory is told: a Safe of these owners, all of whom sign.
func (s *safes) order(owners ...common.Address) []byte {
	s.t.Helper()
	setup := call(s.t, "setup", "address[],uint256,address,bytes,address,address,uint256,address", owners, big.NewInt(int64(len(owners))),
		common.Address{}, []byte{}, s.handler, common.Address{}, new(big.Int), common.Address{})
	return call(s.t, "createProxyWithNonce", "address,bytes,uint256", s.singleton, setup, big.NewInt(1))
}

// address is where the factory will put the Safe of an order.
func (s *safes) address(order []byte) common.Address {
	s.t.Helper()
	return common.BytesToAddress(s.read(s.factory, order))
}

// sign is what an owner's wallet signs: the Safe's own EIP-712 message around the digest.
func (s *safes) sign(safe common.Address, hash common.Hash, owner *ecdsa.PrivateKey) []byte {
	s.t.Helper()
	domain := crypto.Keccak256(crypto.Keccak256([]byte("EIP712Domain(uint256 chainId,address verifyingContract)")),
		pack(s.t, "uint256,address", new(big.Int).SetUint64(s.id), safe))
	inner := crypto.Keccak256(crypto.Keccak256([]byte("SafeMessage(bytes message)")), crypto.Keccak256(hash[:]))
	return sign(s.t, owner, crypto.Keccak256Hash([]byte("\x19\x01"), domain, inner))
}

// execute makes a Safe of one owner, who sends the transaction, do something. operation 1 is a delegate call.
func (s *safes) execute(safe common.Address, owner *ecdsa.PrivateKey, to common.Address, data []byte, operation uint8) {
	s.t.Helper()
	s.send(&safe, s.transaction(safe, owner, to, data, operation))
}

func (s *safes) transaction(safe common.Address, owner *ecdsa.PrivateKey, to common.Address, data []byte, operation uint8) []byte {
	s.t.Helper()
	zero, nobody := new(big.Int), common.Address{}
	nonce := new(big.Int).SetBytes(s.read(safe, call(s.t, "nonce", "")))
	hash := common.BytesToHash(s.read(safe, call(s.t, "getTransactionHash", "address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,uint256",
		to, zero, data, operation, zero, zero, zero, nobody, nobody, nonce)))
	return call(s.t, "execTransaction", "address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes",
		to, zero, data, operation, zero, zero, zero, nobody, nobody, sign(s.t, owner, hash))
}

// onEach runs a story on every kind of chain.
func onEach(t *testing.T, story func(*testing.T, *world)) {
	for name, start := range nodes {
		t.Run(name, func(t *testing.T) { story(t, newWorld(t, start, 31337)) })
	}
}

// enter wants a signature to be the account's, by one method.
func (w *world) enter(addr common.Address, msg []byte, m *wallet.Message, sig []byte, want wallet.Method) *wallet.Evidence {
	w.t.Helper()
	proof, err := w.verifier.Verify(w.t.Context(), msg, m, sig)
	if err != nil || proof.Method != want || proof.Account != contractOn(w.t, w.id, addr) || proof.Evidence == nil {
		w.t.Fatalf("got %v by %q, %v, want the contract account by %q", proof.Account.String(), proof.Method, err, want)
	}
	return proof.Evidence
}

func (w *world) refuse(msg []byte, m *wallet.Message, sig []byte, want error) {
	w.t.Helper()
	if proof, err := w.verifier.Verify(w.t.Context(), msg, m, sig); !errors.Is(err, want) || proof != (wallet.Proof{}) {
		w.t.Errorf("got %q, %v, want %v", proof.Account.String(), err, want)
	}
}

// again rechecks evidence after a trip through JSON, as a session keeps it.
func (w *world) again(e *wallet.Evidence, want error) *wallet.Evidence {
	w.t.Helper()
	text, err := json.Marshal(e)
	if err != nil {
		w.t.Fatal(err)
	}
	var kept wallet.Evidence
	if err := json.Unmarshal(text, &kept); err != nil {
		w.t.Fatal(err)
	}
	now, err := w.verifier.Recheck(w.t.Context(), kept)
	if !errors.Is(err, want) {
		w.t.Fatalf("recheck: got %v, want %v", err, want)
	}
	return &now
}

func TestSafe(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		s := w.safes()
		alice, bob, carol := person(t, "alice"), person(t, "bob"), person(t, "carol")
		order := s.order(addressOf(alice))
		safe := s.address(order)
		msg, m := message(t, w.id, safe)
		sig := s.sign(safe, digest(msg), alice)

		w.refuse(msg, m, sig, wallet.ErrSignature) // it looks like a key's signature, and there is no code
		w.refuse(msg, m, nil, wallet.ErrNoCode)
		w.refuse(msg, m, wrap(t, s.factory, order, s.sign(safe, digest(msg), bob)), wallet.ErrSignature)
		w.refuse(msg, m, wrap(t, s.factory, s.order(addressOf(bob)), s.sign(safe, digest(msg), bob)), wallet.ErrSignature)
		undeployed := w.enter(safe, msg, m, wrap(t, s.factory, order, sig), wallet.MethodERC6492)
		undeployed = w.again(undeployed, nil)
		if code, err := w.eth.CodeAt(t.Context(), safe, nil); err != nil || len(code) != 0 {
			t.Fatalf("got %d bytes of code, %v, want a question to deploy nothing", len(code), err)
		}

		s.send(&s.factory, order)
		seen := w.again(undeployed, nil)
		if !seen.Deployed || seen.Behind == (common.Hash{}) {
			t.Errorf("got %+v, want what stands behind the account once it is deployed", seen)
		}
		deployed := w.enter(safe, msg, m, sig, wallet.MethodERC1271)
		w.enter(safe, msg, m, wrap(t, s.factory, order, sig), wallet.MethodERC1271)                      // as wallets do that do not look
		w.enter(safe, msg, m, wrap(t, common.Address{1}, []byte{1}, sig), wallet.MethodERC1271)          // nobody asks that factory
		w.refuse(msg, m, wrap(t, s.factory, order, s.sign(safe, digest(msg), bob)), wallet.ErrSignature) // nor gives it a second chance
		w.refuse(msg, m, s.sign(safe, digest(msg), bob), wallet.ErrSignature)                            // another owner
		w.refuse(msg, m, sign(t, alice, digest(msg)), wallet.ErrSignature)                               // not for this Safe
		w.refuse(msg, m, nil, wallet.ErrSignature)                                                       // not approved on the chain
		s.execute(safe, alice, s.signer, call(t, "signMessage", "bytes", digest(msg).Bytes()), 1)        // now it is
		approved := w.enter(safe, msg, m, nil, wallet.MethodERC1271)                                     // by an empty signature
		other, otherM := message(t, w.id+1, safe)                                                        // the chain is not one we ask
		w.refuse(other, otherM, nil, wallet.ErrNoContracts)                                              // (nothing says it is the same account)
		for _, e := range []*wallet.Evidence{undeployed, deployed, approved} {
			w.again(e, nil)
		}

		s.execute(safe, alice, safe, call(t, "addOwnerWithThreshold", "address,uint256", addressOf(carol), big.NewInt(1)), 0)
		for _, e := range []*wallet.Evidence{undeployed, seen, deployed, approved} { // although alice's signature still counts
			w.again(e, wallet.ErrAccountChanged)
		}
		shared := w.enter(safe, msg, m, sig, wallet.MethodERC1271)
		s.execute(safe, alice, safe, call(t, "swapOwner", "address,address,address", addressOf(carol), addressOf(alice), addressOf(bob)), 0)
		w.again(shared, wallet.ErrAccountChanged)
		w.again(approved, wallet.ErrAccountChanged) // the approval stays on the chain, its owners do not
		w.refuse(msg, m, sig, wallet.ErrSignature)
		w.enter(safe, msg, m, s.sign(safe, digest(msg), bob), wallet.MethodERC1271)
	})
}
