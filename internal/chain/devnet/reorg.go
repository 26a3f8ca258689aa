package devnet

import "fmt"

// Reorganise makes the chain forget its last blocks, or all but the first if it has fewer, and the transactions in them and in the pool: they
// have not happened. Public chains do that with the latest blocks now and then; what runs on them has to survive it.
func (n *Node) Reorganise(blocks uint64) error {
	s := n.sealer
	s.sealing.Lock()
	defer s.sealing.Unlock()
	chain, pool := s.backend.BlockChain(), s.backend.TxPool()
	head := chain.CurrentBlock().Number.Uint64()
	to := chain.GetBlockByNumber(head - min(blocks, head))
	if to == nil {
		return fmt.Errorf("reorganise: block %d of %d is gone", head-min(blocks, head), head)
	}
	if _, err := chain.SetCanonical(to); err != nil {
		return fmt.Errorf("reorganise to block %d: %w", to.NumberU64(), err)
	}
	s.syncing.Lock()
	pool.Clear() // it has put the forgotten transactions back into itself
	s.syncing.Unlock()
	if err := s.backend.ChainDb().SyncKeyValue(); err != nil {
		return fmt.Errorf("reorganise: %w", err)
	}
	return nil
}
