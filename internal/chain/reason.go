package chain

import (
	"encoding/hex"
	"fmt"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rpc"

	"carnet/internal/chain/bindings"
)

// reasonIn names the error in the data of a reverted call.
func reasonIn(err rpc.DataError) string {
	text, _ := err.ErrorData().(string)
	data := common.FromHex(text)
	if len(data) < 4 {
		return "reverted"
	}
	return reasonOf([4]byte(data[:4]))
}

// reasonOf names a selector of one of our contracts' errors.
func reasonOf(selector [4]byte) string {
	for _, contract := range []abi.ABI{bindings.NewCarnet().GetABI(), bindings.NewAnchor().GetABI()} {
		if e, err := contract.ErrorByID(selector); err == nil {
			return e.Name
		}
	}
	return fmt.Sprintf("0x%s", hex.EncodeToString(selector[:]))
}
