package chain

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/big"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"

	"carnet/internal/chain/bindings"
)

// defaultTimeout bounds one question to the node.
const defaultTimeout = 10 * time.Second

// Config says which chain a Client reads and where the contracts are.
type Config struct {
	// ChainID is the EIP-155 chain id that the node must have.
	ChainID uint64
	// Anchor and Carnet are the contracts. Zero means where Deploy puts them.
	Anchor, Carnet common.Address
	// FromBlock is the block from which anchors are searched: that of the deployment, or 0.
	FromBlock uint64
	// Timeout bounds each question to the node; 0 means ten seconds.
	Timeout time.Duration
}

// Client reads the contracts Anchor and Carnet through a node's JSON-RPC. It is safe for concurrent use.
type Client struct {
	cfg     Config
	eth     *ethclient.Client
	checked atomic.Bool

	anchor *bindings.Anchor
	carnet *bindings.Carnet
}

// Dial makes a client for the node at an http, https, ws or wss URL. An http node need not be there yet:
// chain id and contracts are checked with the first question that is answered.
func Dial(ctx context.Context, url string, cfg Config) (*Client, error) {
	if cfg.ChainID == 0 {
		return nil, fmt.Errorf("chain id 0: name the chain")
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	anchor, carnet := Predicted()
	if cfg.Anchor == (common.Address{}) {
		cfg.Anchor = anchor
	}
	if cfg.Carnet == (common.Address{}) {
		cfg.Carnet = carnet
	}
	eth, err := ethclient.DialContext(ctx, url)
	if err != nil {
		return nil, classify(err)
	}
	return &Client{cfg: cfg, eth: eth, anchor: bindings.NewAnchor(), carnet: bindings.NewCarnet()}, nil
}

// Close ends the connection to the node.
func (c *Client) Close() { c.eth.Close() }

// ChainID is the configured chain id.
func (c *Client) ChainID() uint64 { return c.cfg.ChainID }

// Addresses are those of the contracts.
func (c *Client) Addresses() (anchor, carnet common.Address) { return c.cfg.Anchor, c.cfg.Carnet }

// Domain is the EIP-712 domain of the Carnet contract.
func (c *Client) Domain() Domain { return Domain{ChainID: c.cfg.ChainID, Carnet: c.cfg.Carnet} }

// Check asks the node for its chain id and for code at the contracts' addresses. Once it has succeeded it
// costs nothing.
func (c *Client) Check(ctx context.Context) error {
	if c.checked.Load() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	id, err := c.eth.ChainID(ctx)
	if err != nil {
		return classify(err)
	}
	if !id.IsUint64() || id.Uint64() != c.cfg.ChainID {
		return &WrongChain{Configured: c.cfg.ChainID, Node: id}
	}
	for _, address := range []common.Address{c.cfg.Anchor, c.cfg.Carnet} {
		code, err := c.eth.CodeAt(ctx, address, nil)
		if err != nil {
			return classify(err)
		}
		if len(code) == 0 {
			return fmt.Errorf("%w: %s on chain %d", ErrNoContract, address, c.cfg.ChainID)
		}
	}
	c.checked.Store(true)
	return nil
}

// ask calls a view of a contract.
func ask[T any](ctx context.Context, c *Client, contract common.Address, input []byte, unpack func([]byte) (T, error)) (T, error) {
	var zero T
	if err := c.Check(ctx); err != nil {
		return zero, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	output, err := c.eth.CallContract(ctx, ethereum.CallMsg{To: &contract, Data: input}, nil)
	if err != nil {
		return zero, classify(err)
	}
	return unpack(output)
}

// HeadOf tells how many epochs an issuer has anchored, which is the number of its next one, and the head
// that chains them.
func (c *Client) HeadOf(ctx context.Context, issuer common.Address) (epochs uint64, head [24]byte, err error) {
	out, err := ask(ctx, c, c.cfg.Anchor, c.anchor.PackHeadOf(issuer), c.anchor.UnpackHeadOf)
	return out.Epochs, out.Head, err
}

// RootAt finds the root of an issuer's epoch, with the block and the transaction that published it.
// ErrNotAnchored: the chain has none.
func (c *Client) RootAt(ctx context.Context, issuer common.Address, epoch uint64) (root [32]byte, block uint64, tx common.Hash, err error) {
	event, err := c.anchoredEvent(ctx, issuer, epoch)
	if err != nil {
		return root, 0, tx, err
	}
	return event.Root, event.Raw.BlockNumber, event.Raw.TxHash, nil
}

// HeadAt tells the head that chained an issuer's epochs up to this one, and this one. ErrNotAnchored: the chain has none.
func (c *Client) HeadAt(ctx context.Context, issuer common.Address, epoch uint64) (head [24]byte, err error) {
	event, err := c.anchoredEvent(ctx, issuer, epoch)
	if err != nil {
		return head, err
	}
	return event.Head, nil
}

func (c *Client) anchoredEvent(ctx context.Context, issuer common.Address, epoch uint64) (*bindings.AnchorAnchored, error) {
	if err := c.Check(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	logs, err := c.eth.FilterLogs(ctx, ethereum.FilterQuery{
		FromBlock: new(big.Int).SetUint64(c.cfg.FromBlock),
		Addresses: []common.Address{c.cfg.Anchor},
		Topics: [][]common.Hash{
			{c.anchor.GetABI().Events[bindings.AnchorAnchoredEventName].ID},
			{common.BytesToHash(issuer[:])},
			{common.BytesToHash(binary.BigEndian.AppendUint64(nil, epoch))},
		},
	})
	if err != nil {
		return nil, classify(err)
	}
	if len(logs) == 0 {
		return nil, fmt.Errorf("%w: epoch %d", ErrNotAnchored, epoch)
	}
	// The contract emits one per issuer and epoch; of two that a node shows during a reorganisation, the last stands.
	event, err := c.anchor.UnpackAnchoredEvent(&logs[len(logs)-1])
	if err != nil {
		return nil, fmt.Errorf("anchor event of epoch %d: %w", epoch, err)
	}
	return event, nil
}

// Token is what the chain tells of a carnet. Minted or not, its owner is known.
type Token struct {
	Owner common.Address
	Head  [24]byte
	// Seq counts the heads; 0 means that the token does not exist yet.
	Seq uint32
	// Time is that of the block of the last head; zero if there is none.
	Time time.Time
	// Scribe may move the head by signature; zero for none. ScribeNonce is what the next SetScribe must name.
	Scribe      common.Address
	ScribeNonce uint32
}

// TokenOf reads the carnet with an id.
func (c *Client) TokenOf(ctx context.Context, id *big.Int) (Token, error) {
	input, err := c.carnet.TryPackCarnetOf(id)
	if err != nil {
		return Token{}, fmt.Errorf("carnet id: %w", err)
	}
	state, err := ask(ctx, c, c.cfg.Carnet, input, c.carnet.UnpackCarnetOf)
	if err != nil {
		return Token{}, err
	}
	scribe, err := ask(ctx, c, c.cfg.Carnet, c.carnet.PackScribeOf(id), c.carnet.UnpackScribeOf)
	if err != nil {
		return Token{}, err
	}
	t := Token{Owner: state.Owner, Head: state.Head, Seq: state.Seq, Scribe: scribe.Scribe, ScribeNonce: scribe.Nonce}
	if state.Time != 0 {
		t.Time = time.Unix(int64(state.Time), 0).UTC()
	}
	return t, nil
}

// OwnerOf reads the owner of a minted carnet; ErrWouldRevert with UnknownToken if there is none.
func (c *Client) OwnerOf(ctx context.Context, id *big.Int) (common.Address, error) {
	input, err := c.carnet.TryPackOwnerOf(id)
	if err != nil {
		return common.Address{}, fmt.Errorf("carnet id: %w", err)
	}
	return ask(ctx, c, c.cfg.Carnet, input, c.carnet.UnpackOwnerOf)
}

// TokenID is the carnet of an account: its address as a number.
func TokenID(owner common.Address) *big.Int { return new(big.Int).SetBytes(owner[:]) }

// ChainHead is the head after an epoch: the first 24 bytes of keccak256(head ‖ uint64 epoch ‖ root).
func ChainHead(head [24]byte, epoch uint64, root [32]byte) [24]byte {
	return [24]byte(crypto.Keccak256(head[:], binary.BigEndian.AppendUint64(nil, epoch), root[:])[:24])
}
