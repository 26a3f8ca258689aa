// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// ICarnetHeadUpdate is an auto generated low-level Go binding around an user-defined struct.
type ICarnetHeadUpdate struct {
	Id        *big.Int
	Prev      [24]byte
	Head      [24]byte
	Seq       uint32
	Signature []byte
}

// ICarnetScribeUpdate is an auto generated low-level Go binding around an user-defined struct.
type ICarnetScribeUpdate struct {
	Id        *big.Int
	Scribe    common.Address
	Nonce     uint32
	Signature []byte
}

// CarnetMetaData contains all meta data concerning the Carnet contract.
var CarnetMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[],\"name\":\"GasTooLow\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"InvalidCandidate\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"InvalidShortString\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"InvalidSignature\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"MoveTooEarly\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoMove\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Soulbound\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"StaleHead\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"StaleScribe\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"str\",\"type\":\"string\"}],\"name\":\"StringTooLong\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Unauthorized\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"UnknownToken\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"approved\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"tokenId\",\"type\":\"uint256\"}],\"name\":\"Approval\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"bool\",\"name\":\"approved\",\"type\":\"bool\"}],\"name\":\"ApprovalForAll\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"_fromTokenId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"_toTokenId\",\"type\":\"uint256\"}],\"name\":\"BatchMetadataUpdate\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[],\"name\":\"EIP712DomainChanged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"indexed\":false,\"internalType\":\"bytes4\",\"name\":\"reason\",\"type\":\"bytes4\"}],\"name\":\"HeadRefused\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"indexed\":false,\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"}],\"name\":\"HeadSet\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"tokenId\",\"type\":\"uint256\"}],\"name\":\"Locked\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"_tokenId\",\"type\":\"uint256\"}],\"name\":\"MetadataUpdate\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"MoveCancelled\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"MoveProposed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"},{\"indexed\":false,\"internalType\":\"bytes4\",\"name\":\"reason\",\"type\":\"bytes4\"}],\"name\":\"ScribeRefused\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"}],\"name\":\"ScribeSet\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"tokenId\",\"type\":\"uint256\"}],\"name\":\"Transfer\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"tokenId\",\"type\":\"uint256\"}],\"name\":\"Unlocked\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"MOVE_DELAY\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"WALLET_GAS\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"acceptMove\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"name\":\"approve\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"balanceOf\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"cancelMove\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"carnetOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"internalType\":\"uint64\",\"name\":\"time\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"eip712Domain\",\"outputs\":[{\"internalType\":\"bytes1\",\"name\":\"fields\",\"type\":\"bytes1\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"version\",\"type\":\"string\"},{\"internalType\":\"uint256\",\"name\":\"chainId\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"verifyingContract\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"salt\",\"type\":\"bytes32\"},{\"internalType\":\"uint256[]\",\"name\":\"extensions\",\"type\":\"uint256[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"erase\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"getApproved\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"name\":\"isApprovedForAll\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"locked\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"moveOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"name\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"ownerOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"proposeMove\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"},{\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.ScribeUpdate[]\",\"name\":\"scribes\",\"type\":\"tuple[]\"},{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"bytes24\",\"name\":\"prev\",\"type\":\"bytes24\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.HeadUpdate[]\",\"name\":\"heads\",\"type\":\"tuple[]\"}],\"name\":\"relay\",\"outputs\":[{\"internalType\":\"bytes4[]\",\"name\":\"scribeReasons\",\"type\":\"bytes4[]\"},{\"internalType\":\"bytes4[]\",\"name\":\"headReasons\",\"type\":\"bytes4[]\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"revokeScribe\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"name\":\"safeTransferFrom\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"\",\"type\":\"bytes\"}],\"name\":\"safeTransferFrom\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"scribeOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"},{\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"name\":\"setApprovalForAll\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"bytes24\",\"name\":\"prev\",\"type\":\"bytes24\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"}],\"name\":\"setHead\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"bytes24\",\"name\":\"prev\",\"type\":\"bytes24\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.HeadUpdate\",\"name\":\"update\",\"type\":\"tuple\"}],\"name\":\"setHeadBySig\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"bytes24\",\"name\":\"prev\",\"type\":\"bytes24\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.HeadUpdate[]\",\"name\":\"updates\",\"type\":\"tuple[]\"}],\"name\":\"setHeads\",\"outputs\":[{\"internalType\":\"bytes4[]\",\"name\":\"reasons\",\"type\":\"bytes4[]\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"}],\"name\":\"setScribe\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"},{\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.ScribeUpdate\",\"name\":\"update\",\"type\":\"tuple\"}],\"name\":\"setScribeBySig\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes4\",\"name\":\"interfaceId\",\"type\":\"bytes4\"}],\"name\":\"supportsInterface\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"symbol\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"tokenURI\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"name\":\"transferFrom\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"wallet\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"name\":\"vouches\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"}]",
	ID:  "Carnet",
	Bin: "0x610160604052346101265760405161001860408261012a565b6006815260208101906510d85c9b995d60d21b82526040519161003c60408461012a565b600183526020830191603160f81b835261005581610161565b6101205261006284610161565b61014052519020918260e05251902080610100524660a0526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a081526100cb60c08261012a565b5190206080523060c05260405161356090816101cd8239608051816133ad015260a0518161346a015260c0518161337e015260e051816133fc01526101005181613422015261012051816112b3015261014051816112dc0152f35b5f80fd5b601f909101601f19168101906001600160401b0382119082101761014d57604052565b634e487b7160e01b5f52604160045260245ffd5b601f81511161018c57602081519101516020821061017d571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fdfe6080806040526004361015610012575f80fd5b5f3560e01c90816301ffc9a714611d9d5750806306fdde0314611d20578063081812fc14611ce6578063095ea7b314611c865780631007f75314611b145780631f4fa3f714611a5e57806323b872dd14611823578063349aa6f2146118975780633992f7831461182857806342842e0e1461182357806360be109e146116335780636352211e146115cf5780636dd284331461155357806370a08231146114a657806384abe683146113af57806384b0196e1461127d57806391c0a846146110fb57806395d89b411461107e578063a22cb46514611013578063ab81678114610d2c578063b356993314610cf1578063b45a3c0e14610cab578063b88d4fde14610c20578063b999c7b414610bac578063c181b17914610b31578063c30b627f14610a4b578063c4d7c13114610a10578063c7a5671514610994578063c87b56dd146103c2578063de176828146102e1578063e985e9c5146102965763ec70d5631461017c575f80fd5b346102925760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610292576004356024357fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000081168103610292576044357fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000081168103610292576064359163ffffffff8316830361029257835f526002602052610239610234848460405f2054948589612cbe565b61293d565b73ffffffffffffffffffffffffffffffffffffffff61025882866122ea565b16330361026a5761026893612333565b005b7f82b42900000000000000000000000000000000000000000000000000000000005f5260045ffd5b5f80fd5b346102925760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610292576102cd611f2f565b506102d6611f52565b5060206040515f8152f35b346102925760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760043561031b611f52565b90801515806103a4575b1561037c57805f52600260205273ffffffffffffffffffffffffffffffffffffffff61035560405f2054836122ea565b16330361026a5761026891815f52600460205263ffffffff60405f205460a01c1691612b4f565b7f8698bf37000000000000000000000000000000000000000000000000000000005f5260045ffd5b5073ffffffffffffffffffffffffffffffffffffffff811115610325565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925761053e610120610404604051918261210b565b60f081527f3c73766720786d6c6e733d22687474703a2f2f7777772e77332e6f72672f323060208201527f30302f737667222076696577426f783d22302030203936203936223e3c72656360408201527f742077696474683d22393622206865696768743d223936222072783d2231362260608201527f2066696c6c3d2223663466316561222f3e3c7265637420783d2232362220793d60808201527f223138222077696474683d22343422206865696768743d223630222072783d2260a08201527f34222066696c6c3d2223316633613566222f3e3c7061746820643d224d33342060c08201527f313876363022207374726f6b653d222366346631656122207374726f6b652d7760e08201527f696474683d2232222f3e3c2f7376673e000000000000000000000000000000006101008201526131be565b63ffffffff61054e6004356122d5565b60201c165f817a184f03e93ff9f4daa797ed6e38ed64bf6a1f01000000000000000081101561096c575b806d04ee2d6d415b85acef8100000000600a921015610951575b662386f26fc1000081101561093d575b6305f5e10081101561092c575b61271081101561091d575b606481101561090f575b1015610907575b6001810191600a7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff60216106176106018761214c565b9661060f604051988961210b565b80885261214c565b947fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe06020880196013687378601015b01917f30313233343536373839616263646566000000000000000000000000000000008282061a8353049081156106a157600a907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff90610646565b61090360206108ef603d61088683610881600360488d60c88d8f6040519788947f7b226e616d65223a224361726e6574222c226465736372697074696f6e223a22828701527f4120626f6f6b206f66207365616c65642072656365697074732e20497420636160408701527f6e6e6f74206265207472616e736665727265642c20616e64206f6e6c7920697460608701527f73206f776e65722063616e2072656164207768617420697420706f696e74732060808701527f746f2e222c22696d616765223a22646174613a696d6167652f7376672b786d6c60a08701527f3b6261736536342c00000000000000000000000000000000000000000000000060c08701528051918291018587015e8401907f222c2261747472696275746573223a5b7b22646973706c61795f74797065223a848301527f226e756d626572222c2274726169745f74797065223a2255706461746573222c60e88301527f2276616c7565223a00000000000000000000000000000000000000000000000061010883015251809261011083015e01017f7d5d7d00000000000000000000000000000000000000000000000000000000008382015203017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe381018452018261210b565b6131be565b6040519384917f646174613a6170706c69636174696f6e2f6a736f6e3b6261736536342c000000828401528051918291018484015e81015f8382015203017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0810183528261210b565b604051918291602083526020830190611eec565b0390f35b6001016105cb565b6064600291049201916105c4565b612710600491049201916105ba565b6305f5e100600891049201916105af565b662386f26fc10000601091049201916105a2565b6d04ee2d6d415b85acef810000000060209104920191610592565b50604090507a184f03e93ff9f4daa797ed6e38ed64bf6a1f0100000000000000008204610578565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760043567ffffffffffffffff81116102925760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc823603011261029257610234610268916004016125dc565b34610292575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257602060405162061a808152f35b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760043580151580610b13575b1561037c57806080915f52600260205267ffffffffffffffff610aae60405f205480936122ea565b9163ffffffff610abd82612c88565b9173ffffffffffffffffffffffffffffffffffffffff604051951685527fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000008116602086015260201c166040840152166060820152f35b5073ffffffffffffffffffffffffffffffffffffffff811115610a86565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610292576040600435805f52600560205273ffffffffffffffffffffffffffffffffffffffff825f205416905f52600560205267ffffffffffffffff825f205460a01c1682519182526020820152f35b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257600480355f908152602091825260409081902054815173ffffffffffffffffffffffffffffffffffffffff8216815260a09190911c63ffffffff169281019290925290f35b346102925760807ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257610c57611f2f565b50610c60611f52565b5060643567ffffffffffffffff811161029257610c81903690600401612094565b50507fa4420a95000000000000000000000000000000000000000000000000000000005f5260045ffd5b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257610ce56004356122d5565b50602060405160018152f35b34610292575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760206040516202a3008152f35b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257600435805f52600560205260405f209060405191610d78836120c2565b5473ffffffffffffffffffffffffffffffffffffffff811680845267ffffffffffffffff602085019260a01c16825215610feb5773ffffffffffffffffffffffffffffffffffffffff835116330361026a5767ffffffffffffffff905116804210610fc05750805f5260056020525f6040812055805f52600260205260405f2054610e0381836122ea565b92600180831614610f6d575b73ffffffffffffffffffffffffffffffffffffffff8151165f52600660205260405f20938454947fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8614610f405773ffffffffffffffffffffffffffffffffffffffff8593819260016102689901905581815116855f5260036020528260405f2091167fffffffffffffffffffffffff0000000000000000000000000000000000000000825416179055511691167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef5f80a4815f526004602052610f0063ffffffff60405f205460a01c1683612a57565b610f1263ffffffff8260201c16612186565b9160017fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000008316921790612333565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52601160045260245ffd5b73ffffffffffffffffffffffffffffffffffffffff84165f52600660205260405f2080548015610f40577fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff019055610e0f565b7f053dc5ee000000000000000000000000000000000000000000000000000000005f5260045260245ffd5b7f5e2f74ce000000000000000000000000000000000000000000000000000000005f5260045ffd5b346102925760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925761104a611f2f565b5060243580151503610292577fa4420a95000000000000000000000000000000000000000000000000000000005f5260045ffd5b34610292575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610292576109036040516110bd60408261210b565b600681527f4341524e455400000000000000000000000000000000000000000000000000006020820152604051918291602083526020830190611eec565b346102925760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257611132611f2f565b60443567ffffffffffffffff8111610292576111b5916111586020923690600401612094565b73ffffffffffffffffffffffffffffffffffffffff6040939293518096819582947f1626ba7e0000000000000000000000000000000000000000000000000000000084526024356004850152604060248501526044840191612297565b0392165afa8015611272575f90611216575b6020907f1626ba7e000000000000000000000000000000000000000000000000000000007fffffffff000000000000000000000000000000000000000000000000000000006040519216148152f35b506020813d60201161126a575b816112306020938361210b565b8101031261029257517fffffffff0000000000000000000000000000000000000000000000000000000081168103610292576020906111c7565b3d9150611223565b6040513d5f823e3d90fd5b34610292575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610292576113536112d77f0000000000000000000000000000000000000000000000000000000000000000613167565b6113007f0000000000000000000000000000000000000000000000000000000000000000613167565b602061136160405192611313838561210b565b5f84525f3681376040519586957f0f00000000000000000000000000000000000000000000000000000000000000875260e08588015260e0870190611eec565b908582036040870152611eec565b4660608501523060808501525f60a085015283810360c08501528180845192838152019301915f5b82811061139857505050500390f35b835185528695509381019392810192600101611389565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760043580151580611488575b1561037c57805f52600460205260405f209060405191611409836120c2565b549163ffffffff602073ffffffffffffffffffffffffffffffffffffffff851692838152019360a01c16835233141580611453575b61026a5763ffffffff61026892511690612a57565b50805f52600260205273ffffffffffffffffffffffffffffffffffffffff61147f60405f2054836122ea565b1633141561143e565b5073ffffffffffffffffffffffffffffffffffffffff8111156113ea565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925773ffffffffffffffffffffffffffffffffffffffff6114f2611f2f565b16801561037c57805f52600260205260405f20548015159081611545575b501561153d5760ff60015b16905f52600660205260405f20548101809111610f4057602090604051908152f35b60ff5f61151b565b600191508116141582611510565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760043567ffffffffffffffff81116102925760a07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc823603011261029257610234610268916004016127bc565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257602061161560043561160f816122d5565b906122ea565b73ffffffffffffffffffffffffffffffffffffffff60405191168152f35b346102925760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760043567ffffffffffffffff81116102925761168290369060040161200e565b60243567ffffffffffffffff8111610292576116a290369060040161200e565b916116ac816121b6565b935f5b8281106116e9576116db866109036116c78888612458565b60405193849360408552604085019061203f565b90838203602085015261203f565b806116ff6116fa6001938686612205565b6125dc565b7fffffffff0000000000000000000000000000000000000000000000000000000061172a838a612272565b911690527fffffffff000000000000000000000000000000000000000000000000000000006117598289612272565b5116611766575b016116af565b611771818585612205565b357f1607a05b35740745c69a71d0e289ad235af677144b1c0e4d456fc081e17db2a66117a960406117a3858989612205565b01612286565b7fffffffff000000000000000000000000000000000000000000000000000000006117d4858c612272565b51169061181b604051928392839092917fffffffff0000000000000000000000000000000000000000000000000000000060209163ffffffff604085019616845216910152565b0390a2611760565b611f75565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760043567ffffffffffffffff81116102925761188361187d61090392369060040161200e565b90612458565b60405191829160208352602083019061203f565b346102925760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610292576004356118d1611f52565b9073ffffffffffffffffffffffffffffffffffffffff6118f96118f3836122d5565b836122ea565b169182330361026a5773ffffffffffffffffffffffffffffffffffffffff16918215908115611a54575b50611a2c576202a30067ffffffffffffffff42160167ffffffffffffffff8111610f405760207f3104d2df6e679481bd84d28d171aa8f834cd5928cb11dd19324c38dda4c8cd9891604051611977816120c2565b85815267ffffffffffffffff838201921691828152855f526005845273ffffffffffffffffffffffffffffffffffffffff8060405f20935116167fffffffffffffffffffffffff0000000000000000000000000000000000000000835416178255517fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff7bffffffffffffffff000000000000000000000000000000000000000083549260a01b169116179055604051908152a3005b7fe66ea08f000000000000000000000000000000000000000000000000000000005f5260045ffd5b9050821483611923565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760043573ffffffffffffffffffffffffffffffffffffffff611ab16118f3836122d5565b16330361026a57805f52600560205273ffffffffffffffffffffffffffffffffffffffff60405f20541615610feb57805f5260056020525f60408120557f1294210879d4ba0178a3ea23c858f2867c4e1081915f9c9b851cd73b470f27795f80a2005b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257600435611b4f816122d5565b73ffffffffffffffffffffffffffffffffffffffff611b6e82846122ea565b16330361026a57604081611bab63ffffffff7f9b5469973ef693fb3a605cfbe64a00672c1b98f12833fb9a2378dbbef4bf63cb9460201c16612186565b90845f5260026020526001811663fffffffe4260011b1667ffffffff000000008460201b161717835f2055155f14611c58577f032bc66be43dbccb7487781d168eb7bda224628a3b2c3388bdf69b532a3a1611602083518673ffffffffffffffffffffffffffffffffffffffff81165f7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef8180a4868152a15b63ffffffff8251915f8352166020820152a2005b7ff8e1a15aba9398e019f0b49df1a4fde98ee17ae345cb5f6b5e2c27f5033e8ce760208351868152a1611c44565b346102925760407ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257611cbd611f2f565b507fa4420a95000000000000000000000000000000000000000000000000000000005f5260045ffd5b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc360112610292576102d66004356122d5565b34610292575f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257610903604051611d5f60408261210b565b600681527f4361726e657400000000000000000000000000000000000000000000000000006020820152604051918291602083526020830190611eec565b346102925760207ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc36011261029257600435907fffffffff00000000000000000000000000000000000000000000000000000000821680920361029257817f01ffc9a70000000000000000000000000000000000000000000000000000000060209314908115611ec2575b8115611e98575b8115611e6e575b8115611e44575b5015158152f35b7f490649060000000000000000000000000000000000000000000000000000000091501483611e3d565b7fb45a3c0e0000000000000000000000000000000000000000000000000000000081149150611e36565b7f5b5e139f0000000000000000000000000000000000000000000000000000000081149150611e2f565b7f80ac58cd0000000000000000000000000000000000000000000000000000000081149150611e28565b907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0601f602080948051918291828752018686015e5f8582860101520116010190565b6004359073ffffffffffffffffffffffffffffffffffffffff8216820361029257565b6024359073ffffffffffffffffffffffffffffffffffffffff8216820361029257565b346102925760607ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc3601126102925760043573ffffffffffffffffffffffffffffffffffffffff81168103610292575060243573ffffffffffffffffffffffffffffffffffffffff8116810361029257507fa4420a95000000000000000000000000000000000000000000000000000000005f5260045ffd5b9181601f840112156102925782359167ffffffffffffffff8311610292576020808501948460051b01011161029257565b90602080835192838152019201905f5b81811061205c5750505090565b82517fffffffff000000000000000000000000000000000000000000000000000000001684526020938401939092019160010161204f565b9181601f840112156102925782359167ffffffffffffffff8311610292576020838186019501011161029257565b6040810190811067ffffffffffffffff8211176120de57604052565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52604160045260245ffd5b90601f7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0910116810190811067ffffffffffffffff8211176120de57604052565b67ffffffffffffffff81116120de57601f017fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe01660200190565b63ffffffff60019116019063ffffffff8211610f4057565b67ffffffffffffffff81116120de5760051b60200190565b906121c08261219e565b6121cd604051918261210b565b8281527fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe06121fb829461219e565b0190602036910137565b91908110156122455760051b810135907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8181360301821215610292570190565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52603260045260245ffd5b80518210156122455760209160051b010190565b3563ffffffff811681036102925790565b601f82602094937fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe093818652868601375f8582860101520116010190565b5f52600260205260405f205490811561037c57565b9060019081160361231a575f52600360205273ffffffffffffffffffffffffffffffffffffffff60405f20541690565b73ffffffffffffffffffffffffffffffffffffffff1690565b929063ffffffff6040927fffffffffffffffffffffffffffffffffffffffffffffffff00000000000000007f9b5469973ef693fb3a605cfbe64a00672c1b98f12833fb9a2378dbbef4bf63cb951692865f5260026020526001811663fffffffe4260011b1667ffffffff000000008460201b1686171717855f2055155f1461242a577f032bc66be43dbccb7487781d168eb7bda224628a3b2c3388bdf69b532a3a1611602085518873ffffffffffffffffffffffffffffffffffffffff81165f7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef8180a4888152a15b8351928352166020820152a2565b7ff8e1a15aba9398e019f0b49df1a4fde98ee17ae345cb5f6b5e2c27f5033e8ce760208551888152a161241c565b612461826121b6565b905f937fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff6182360301945b84811015612562578060051b83013590868212156102925760019184016124b1816127bc565b7fffffffff00000000000000000000000000000000000000000000000000000000811690816124e4575b5050500161248b565b7f9ba655d3f9badcd9c1e8271d7ba1f9070f827bac140ee37badfd123f189455f891612510858a612272565b5261251d60608401612286565b6040805163ffffffff9290921682527fffffffff00000000000000000000000000000000000000000000000000000000929092166020820152923592a25f80806124db565b509250509150565b3573ffffffffffffffffffffffffffffffffffffffff811681036102925790565b9035907fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe181360301821215610292570180359067ffffffffffffffff82116102925760200191813603831361029257565b905f9180359081151580612771575b1561274a5760408101906125fe82612286565b835f52600460205263ffffffff8060405f205460a01c16911603612722576126d660208201916126a86126308461256a565b61263986612286565b63ffffffff6040519173ffffffffffffffffffffffffffffffffffffffff60208401947f5b0841ac12172e7d1363153a18d2f467363fba87190c072d25fe5174bfdce8f086528b6040860152166060840152166080820152608081526126a060a08261210b565b519020612dfe565b90855f5260026020526126cd6126c260405f2054886122ea565b91606081019061258b565b92909187612e3f565b156126fa57906126f26126ec6126f8949361256a565b91612286565b91612b4f565b565b507f8baa579f0000000000000000000000000000000000000000000000000000000093505050565b507ff48d6ea00000000000000000000000000000000000000000000000000000000093505050565b507f8698bf3700000000000000000000000000000000000000000000000000000000925050565b5073ffffffffffffffffffffffffffffffffffffffff8211156125eb565b357fffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000811681036102925790565b8035916127cb6040830161278f565b6127d760608401612286565b90845f52600260205260405f205460208501946127ff84846127f88961278f565b858b612cbe565b957fffffffff00000000000000000000000000000000000000000000000000000000871661293357906128346128f99261278f565b6128d5604051917fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000060208401917fcce4fe2b0e070fed56073f470055674a77ce69bfcdcdaff1244db4e9c243eab583528c60408601521660608401527fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000087169283608082015263ffffffff891660a082015260a081526126a060c08261210b565b6128ed6128e2868c6122ea565b93608081019061258b565b9390921515908b612fc3565b15612909576126f8939495612333565b5050509150507f8baa579f0000000000000000000000000000000000000000000000000000000090565b5050505050915090565b7fffffffff0000000000000000000000000000000000000000000000000000000016908115612a5357507f8698bf3700000000000000000000000000000000000000000000000000000000811461037c577faa222e68000000000000000000000000000000000000000000000000000000008114612a2b577ff48d6ea00000000000000000000000000000000000000000000000000000000014612a03577f8baa579f000000000000000000000000000000000000000000000000000000005f5260045ffd5b7ff48d6ea0000000000000000000000000000000000000000000000000000000005f5260045ffd5b7faa222e68000000000000000000000000000000000000000000000000000000005f5260045ffd5b9050565b906040612b3b7e4d3b2adb1ddb5f6a9aad8bf4cb3fb5dd05f4caaf1a5d94b569cc2756a6dc9292612a8781612186565b835190612a93826120c2565b5f825263ffffffff6020830191168152865f52600460205273ffffffffffffffffffffffffffffffffffffffff80865f20935116167fffffffffffffffffffffffff0000000000000000000000000000000000000000835416178255517fffffffffffffffff00000000ffffffffffffffffffffffffffffffffffffffff77ffffffff000000000000000000000000000000000000000083549260a01b169116179055612186565b63ffffffff8251915f8352166020820152a2565b9190612c4a7e4d3b2adb1ddb5f6a9aad8bf4cb3fb5dd05f4caaf1a5d94b569cc2756a6dc9292612b7e81612186565b60405190612b8b826120c2565b73ffffffffffffffffffffffffffffffffffffffff8516825263ffffffff6020830191168152865f52600460205273ffffffffffffffffffffffffffffffffffffffff8060405f20935116167fffffffffffffffffffffffff0000000000000000000000000000000000000000835416178255517fffffffffffffffff00000000ffffffffffffffffffffffffffffffffffffffff77ffffffff000000000000000000000000000000000000000083549260a01b169116179055612186565b6040805173ffffffffffffffffffffffffffffffffffffffff93909316835263ffffffff91909116602083015290a2565b91908203918211610f4057565b8015612cb957612cb5637fffffff612cae8167ffffffffffffffff9460011c1642612c7b565b1642612c7b565b1690565b505f90565b94939092915f958015159081612ddf575b5015612db6577fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000080851691161490811591612d90575b50612d69577fffffffffffffffffffffffffffffffffffffffffffffffff000000000000000016159081612d60575b50612d3b57565b7f8698bf37000000000000000000000000000000000000000000000000000000009150565b9050155f612d34565b507faa222e6800000000000000000000000000000000000000000000000000000000925050565b905063ffffffff8360201c169060018201809211610f405763ffffffff1614155f612d05565b507f8698bf37000000000000000000000000000000000000000000000000000000009450505050565b73ffffffffffffffffffffffffffffffffffffffff915011155f612ccf565b604290612e09613367565b90604051917f19010000000000000000000000000000000000000000000000000000000000008352600283015260228201522090565b5090915f93612e4f818386613490565b506004811015612f965715612f63575b50823b15612f5c5762064b545a10612f345791612ed573ffffffffffffffffffffffffffffffffffffffff9260209460405196879586957f91c0a8460000000000000000000000000000000000000000000000000000000087521660048601526024850152606060448501526064840191612297565b03813062061a80fa829181612ef3575b50612eee575090565b905090565b9091506020813d602011612f2c575b81612f0f6020938361210b565b81010312612f2857518015158103612f2857905f612ee5565b8280fd5b3d9150612f02565b6004857f858c8974000000000000000000000000000000000000000000000000000000008152fd5b5050505090565b90945073ffffffffffffffffffffffffffffffffffffffff808416911614612f8d575f935f612e5f565b50505050600190565b7f4e487b71000000000000000000000000000000000000000000000000000000005f52602160045260245ffd5b94939294919091612fd5858588613490565b506004811015612f9657156130e6575b505050803b156130de5762064b545a106130b65761305c73ffffffffffffffffffffffffffffffffffffffff9260209460405196879586957f91c0a8460000000000000000000000000000000000000000000000000000000087521660048601526024850152606060448501526064840191612297565b03813062061a80fa5f9181613079575b5061307657505f90565b90565b9091506020813d6020116130ae575b816130956020938361210b565b810103126102925751801515810361029257905f61306c565b3d9150613088565b7f858c8974000000000000000000000000000000000000000000000000000000005f5260045ffd5b505050505f90565b73ffffffffffffffffffffffffffffffffffffffff169073ffffffffffffffffffffffffffffffffffffffff8416821461315b578261312e575b5050612f8d575f8080612fe5565b9091505f52600460205273ffffffffffffffffffffffffffffffffffffffff60405f205416145f80613120565b50505050505050600190565b60ff811690601f8211613196576040519161318360408461210b565b6020808452838101919036833783525290565b7fb3512b0c000000000000000000000000000000000000000000000000000000005f5260045ffd5b9081511561335157815160028101809111610f405760039004908160021b917f3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff811603610f4057604051917f4142434445464748494a4b4c4d4e4f505152535455565758595a616263646566601f527f6768696a6b6c6d6e6f707172737475767778797a303132333435363738392b2f603f52602083018480518101602081018051915f82525b80891061331557506020959697509060039291525106806001146132c357600214613297575b50808452830101604052565b7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff603d9101535f61328b565b507ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe81603d7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff8194015301535f61328b565b939760036004910198603f8a51818160121c165183538181600c1c16516001840153818160061c16516002840153165160038201530193613265565b905060405161336160208261210b565b5f815290565b73ffffffffffffffffffffffffffffffffffffffff7f000000000000000000000000000000000000000000000000000000000000000016301480613467575b156133cf577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a0815261346160c08261210b565b51902090565b507f000000000000000000000000000000000000000000000000000000000000000046146133a6565b90604183036134ba576134b39250602081013591604082359201355f1a906134c4565b9192909190565b50505f9160029190565b91907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411613548579160209360809260ff5f9560405194855216868401526040830152606082015282805260015afa15611272575f5173ffffffffffffffffffffffffffffffffffffffff81161561353e57905f905f90565b505f906001905f90565b5050505f916003919056fea164736f6c6343000825000a",
}

// Carnet is an auto generated Go binding around an Ethereum contract.
type Carnet struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Carnet) GetABI() abi.ABI {
	return c.abi
}

// NewCarnet creates a new instance of Carnet.
func NewCarnet() *Carnet {
	parsed, err := CarnetMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Carnet{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Carnet) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackMOVEDELAY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb3569933.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MOVE_DELAY() view returns(uint64)
func (carnet *Carnet) PackMOVEDELAY() []byte {
	enc, err := carnet.abi.Pack("MOVE_DELAY")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMOVEDELAY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb3569933.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MOVE_DELAY() view returns(uint64)
func (carnet *Carnet) TryPackMOVEDELAY() ([]byte, error) {
	return carnet.abi.Pack("MOVE_DELAY")
}

// UnpackMOVEDELAY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb3569933.
//
// Solidity: function MOVE_DELAY() view returns(uint64)
func (carnet *Carnet) UnpackMOVEDELAY(data []byte) (uint64, error) {
	out, err := carnet.abi.Unpack("MOVE_DELAY", data)
	if err != nil {
		return *new(uint64), err
	}
	out0 := *abi.ConvertType(out[0], new(uint64)).(*uint64)
	return out0, nil
}

// PackWALLETGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc4d7c131.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function WALLET_GAS() view returns(uint256)
func (carnet *Carnet) PackWALLETGAS() []byte {
	enc, err := carnet.abi.Pack("WALLET_GAS")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackWALLETGAS is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc4d7c131.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function WALLET_GAS() view returns(uint256)
func (carnet *Carnet) TryPackWALLETGAS() ([]byte, error) {
	return carnet.abi.Pack("WALLET_GAS")
}

// UnpackWALLETGAS is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc4d7c131.
//
// Solidity: function WALLET_GAS() view returns(uint256)
func (carnet *Carnet) UnpackWALLETGAS(data []byte) (*big.Int, error) {
	out, err := carnet.abi.Unpack("WALLET_GAS", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackAcceptMove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xab816781.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function acceptMove(uint256 id) returns()
func (carnet *Carnet) PackAcceptMove(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("acceptMove", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAcceptMove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xab816781.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function acceptMove(uint256 id) returns()
func (carnet *Carnet) TryPackAcceptMove(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("acceptMove", id)
}

// PackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function approve(address , uint256 ) pure returns()
func (carnet *Carnet) PackApprove(arg0 common.Address, arg1 *big.Int) []byte {
	enc, err := carnet.abi.Pack("approve", arg0, arg1)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackApprove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x095ea7b3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function approve(address , uint256 ) pure returns()
func (carnet *Carnet) TryPackApprove(arg0 common.Address, arg1 *big.Int) ([]byte, error) {
	return carnet.abi.Pack("approve", arg0, arg1)
}

// PackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function balanceOf(address owner) view returns(uint256)
func (carnet *Carnet) PackBalanceOf(owner common.Address) []byte {
	enc, err := carnet.abi.Pack("balanceOf", owner)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBalanceOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x70a08231.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function balanceOf(address owner) view returns(uint256)
func (carnet *Carnet) TryPackBalanceOf(owner common.Address) ([]byte, error) {
	return carnet.abi.Pack("balanceOf", owner)
}

// UnpackBalanceOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x70a08231.
//
// Solidity: function balanceOf(address owner) view returns(uint256)
func (carnet *Carnet) UnpackBalanceOf(data []byte) (*big.Int, error) {
	out, err := carnet.abi.Unpack("balanceOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackCancelMove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1f4fa3f7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function cancelMove(uint256 id) returns()
func (carnet *Carnet) PackCancelMove(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("cancelMove", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCancelMove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1f4fa3f7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function cancelMove(uint256 id) returns()
func (carnet *Carnet) TryPackCancelMove(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("cancelMove", id)
}

// PackCarnetOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc30b627f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function carnetOf(uint256 id) view returns(address owner, bytes24 head, uint32 seq, uint64 time)
func (carnet *Carnet) PackCarnetOf(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("carnetOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCarnetOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc30b627f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function carnetOf(uint256 id) view returns(address owner, bytes24 head, uint32 seq, uint64 time)
func (carnet *Carnet) TryPackCarnetOf(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("carnetOf", id)
}

// CarnetOfOutput serves as a container for the return parameters of contract
// method CarnetOf.
type CarnetOfOutput struct {
	Owner common.Address
	Head  [24]byte
	Seq   uint32
	Time  uint64
}

// UnpackCarnetOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc30b627f.
//
// Solidity: function carnetOf(uint256 id) view returns(address owner, bytes24 head, uint32 seq, uint64 time)
func (carnet *Carnet) UnpackCarnetOf(data []byte) (CarnetOfOutput, error) {
	out, err := carnet.abi.Unpack("carnetOf", data)
	outstruct := new(CarnetOfOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Owner = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.Head = *abi.ConvertType(out[1], new([24]byte)).(*[24]byte)
	outstruct.Seq = *abi.ConvertType(out[2], new(uint32)).(*uint32)
	outstruct.Time = *abi.ConvertType(out[3], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackEip712Domain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84b0196e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function eip712Domain() view returns(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)
func (carnet *Carnet) PackEip712Domain() []byte {
	enc, err := carnet.abi.Pack("eip712Domain")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEip712Domain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84b0196e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function eip712Domain() view returns(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)
func (carnet *Carnet) TryPackEip712Domain() ([]byte, error) {
	return carnet.abi.Pack("eip712Domain")
}

// Eip712DomainOutput serves as a container for the return parameters of contract
// method Eip712Domain.
type Eip712DomainOutput struct {
	Fields            [1]byte
	Name              string
	Version           string
	ChainId           *big.Int
	VerifyingContract common.Address
	Salt              [32]byte
	Extensions        []*big.Int
}

// UnpackEip712Domain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x84b0196e.
//
// Solidity: function eip712Domain() view returns(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)
func (carnet *Carnet) UnpackEip712Domain(data []byte) (Eip712DomainOutput, error) {
	out, err := carnet.abi.Unpack("eip712Domain", data)
	outstruct := new(Eip712DomainOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Fields = *abi.ConvertType(out[0], new([1]byte)).(*[1]byte)
	outstruct.Name = *abi.ConvertType(out[1], new(string)).(*string)
	outstruct.Version = *abi.ConvertType(out[2], new(string)).(*string)
	outstruct.ChainId = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.VerifyingContract = *abi.ConvertType(out[4], new(common.Address)).(*common.Address)
	outstruct.Salt = *abi.ConvertType(out[5], new([32]byte)).(*[32]byte)
	outstruct.Extensions = *abi.ConvertType(out[6], new([]*big.Int)).(*[]*big.Int)
	return *outstruct, nil
}

// PackErase is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1007f753.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function erase(uint256 id) returns()
func (carnet *Carnet) PackErase(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("erase", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackErase is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1007f753.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function erase(uint256 id) returns()
func (carnet *Carnet) TryPackErase(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("erase", id)
}

// PackGetApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x081812fc.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (carnet *Carnet) PackGetApproved(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("getApproved", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackGetApproved is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x081812fc.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (carnet *Carnet) TryPackGetApproved(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("getApproved", id)
}

// UnpackGetApproved is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x081812fc.
//
// Solidity: function getApproved(uint256 id) view returns(address)
func (carnet *Carnet) UnpackGetApproved(data []byte) (common.Address, error) {
	out, err := carnet.abi.Unpack("getApproved", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackIsApprovedForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe985e9c5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function isApprovedForAll(address , address ) pure returns(bool)
func (carnet *Carnet) PackIsApprovedForAll(arg0 common.Address, arg1 common.Address) []byte {
	enc, err := carnet.abi.Pack("isApprovedForAll", arg0, arg1)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIsApprovedForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe985e9c5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function isApprovedForAll(address , address ) pure returns(bool)
func (carnet *Carnet) TryPackIsApprovedForAll(arg0 common.Address, arg1 common.Address) ([]byte, error) {
	return carnet.abi.Pack("isApprovedForAll", arg0, arg1)
}

// UnpackIsApprovedForAll is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe985e9c5.
//
// Solidity: function isApprovedForAll(address , address ) pure returns(bool)
func (carnet *Carnet) UnpackIsApprovedForAll(data []byte) (bool, error) {
	out, err := carnet.abi.Unpack("isApprovedForAll", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackLocked is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb45a3c0e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function locked(uint256 id) view returns(bool)
func (carnet *Carnet) PackLocked(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("locked", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLocked is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb45a3c0e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function locked(uint256 id) view returns(bool)
func (carnet *Carnet) TryPackLocked(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("locked", id)
}

// UnpackLocked is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb45a3c0e.
//
// Solidity: function locked(uint256 id) view returns(bool)
func (carnet *Carnet) UnpackLocked(data []byte) (bool, error) {
	out, err := carnet.abi.Unpack("locked", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackMoveOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc181b179.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function moveOf(uint256 id) view returns(address to, uint64 readyAt)
func (carnet *Carnet) PackMoveOf(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("moveOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMoveOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc181b179.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function moveOf(uint256 id) view returns(address to, uint64 readyAt)
func (carnet *Carnet) TryPackMoveOf(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("moveOf", id)
}

// MoveOfOutput serves as a container for the return parameters of contract
// method MoveOf.
type MoveOfOutput struct {
	To      common.Address
	ReadyAt uint64
}

// UnpackMoveOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc181b179.
//
// Solidity: function moveOf(uint256 id) view returns(address to, uint64 readyAt)
func (carnet *Carnet) UnpackMoveOf(data []byte) (MoveOfOutput, error) {
	out, err := carnet.abi.Unpack("moveOf", data)
	outstruct := new(MoveOfOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.To = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.ReadyAt = *abi.ConvertType(out[1], new(uint64)).(*uint64)
	return *outstruct, nil
}

// PackName is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06fdde03.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function name() pure returns(string)
func (carnet *Carnet) PackName() []byte {
	enc, err := carnet.abi.Pack("name")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackName is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06fdde03.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function name() pure returns(string)
func (carnet *Carnet) TryPackName() ([]byte, error) {
	return carnet.abi.Pack("name")
}

// UnpackName is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x06fdde03.
//
// Solidity: function name() pure returns(string)
func (carnet *Carnet) UnpackName(data []byte) (string, error) {
	out, err := carnet.abi.Unpack("name", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6352211e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function ownerOf(uint256 id) view returns(address)
func (carnet *Carnet) PackOwnerOf(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("ownerOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwnerOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6352211e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function ownerOf(uint256 id) view returns(address)
func (carnet *Carnet) TryPackOwnerOf(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("ownerOf", id)
}

// UnpackOwnerOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x6352211e.
//
// Solidity: function ownerOf(uint256 id) view returns(address)
func (carnet *Carnet) UnpackOwnerOf(data []byte) (common.Address, error) {
	out, err := carnet.abi.Unpack("ownerOf", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackProposeMove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x349aa6f2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function proposeMove(uint256 id, address to) returns()
func (carnet *Carnet) PackProposeMove(id *big.Int, to common.Address) []byte {
	enc, err := carnet.abi.Pack("proposeMove", id, to)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProposeMove is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x349aa6f2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function proposeMove(uint256 id, address to) returns()
func (carnet *Carnet) TryPackProposeMove(id *big.Int, to common.Address) ([]byte, error) {
	return carnet.abi.Pack("proposeMove", id, to)
}

// PackRelay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x60be109e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function relay((uint256,address,uint32,bytes)[] scribes, (uint256,bytes24,bytes24,uint32,bytes)[] heads) returns(bytes4[] scribeReasons, bytes4[] headReasons)
func (carnet *Carnet) PackRelay(scribes []ICarnetScribeUpdate, heads []ICarnetHeadUpdate) []byte {
	enc, err := carnet.abi.Pack("relay", scribes, heads)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRelay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x60be109e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function relay((uint256,address,uint32,bytes)[] scribes, (uint256,bytes24,bytes24,uint32,bytes)[] heads) returns(bytes4[] scribeReasons, bytes4[] headReasons)
func (carnet *Carnet) TryPackRelay(scribes []ICarnetScribeUpdate, heads []ICarnetHeadUpdate) ([]byte, error) {
	return carnet.abi.Pack("relay", scribes, heads)
}

// RelayOutput serves as a container for the return parameters of contract
// method Relay.
type RelayOutput struct {
	ScribeReasons [][4]byte
	HeadReasons   [][4]byte
}

// UnpackRelay is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x60be109e.
//
// Solidity: function relay((uint256,address,uint32,bytes)[] scribes, (uint256,bytes24,bytes24,uint32,bytes)[] heads) returns(bytes4[] scribeReasons, bytes4[] headReasons)
func (carnet *Carnet) UnpackRelay(data []byte) (RelayOutput, error) {
	out, err := carnet.abi.Unpack("relay", data)
	outstruct := new(RelayOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.ScribeReasons = *abi.ConvertType(out[0], new([][4]byte)).(*[][4]byte)
	outstruct.HeadReasons = *abi.ConvertType(out[1], new([][4]byte)).(*[][4]byte)
	return *outstruct, nil
}

// PackRevokeScribe is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84abe683.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function revokeScribe(uint256 id) returns()
func (carnet *Carnet) PackRevokeScribe(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("revokeScribe", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRevokeScribe is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84abe683.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function revokeScribe(uint256 id) returns()
func (carnet *Carnet) TryPackRevokeScribe(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("revokeScribe", id)
}

// PackSafeTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42842e0e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function safeTransferFrom(address , address , uint256 ) pure returns()
func (carnet *Carnet) PackSafeTransferFrom(arg0 common.Address, arg1 common.Address, arg2 *big.Int) []byte {
	enc, err := carnet.abi.Pack("safeTransferFrom", arg0, arg1, arg2)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSafeTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42842e0e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function safeTransferFrom(address , address , uint256 ) pure returns()
func (carnet *Carnet) TryPackSafeTransferFrom(arg0 common.Address, arg1 common.Address, arg2 *big.Int) ([]byte, error) {
	return carnet.abi.Pack("safeTransferFrom", arg0, arg1, arg2)
}

// PackSafeTransferFrom0 is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb88d4fde.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function safeTransferFrom(address , address , uint256 , bytes ) pure returns()
func (carnet *Carnet) PackSafeTransferFrom0(arg0 common.Address, arg1 common.Address, arg2 *big.Int, arg3 []byte) []byte {
	enc, err := carnet.abi.Pack("safeTransferFrom0", arg0, arg1, arg2, arg3)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSafeTransferFrom0 is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb88d4fde.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function safeTransferFrom(address , address , uint256 , bytes ) pure returns()
func (carnet *Carnet) TryPackSafeTransferFrom0(arg0 common.Address, arg1 common.Address, arg2 *big.Int, arg3 []byte) ([]byte, error) {
	return carnet.abi.Pack("safeTransferFrom0", arg0, arg1, arg2, arg3)
}

// PackScribeOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb999c7b4.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function scribeOf(uint256 id) view returns(address scribe, uint32 nonce)
func (carnet *Carnet) PackScribeOf(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("scribeOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackScribeOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb999c7b4.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function scribeOf(uint256 id) view returns(address scribe, uint32 nonce)
func (carnet *Carnet) TryPackScribeOf(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("scribeOf", id)
}

// ScribeOfOutput serves as a container for the return parameters of contract
// method ScribeOf.
type ScribeOfOutput struct {
	Scribe common.Address
	Nonce  uint32
}

// UnpackScribeOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xb999c7b4.
//
// Solidity: function scribeOf(uint256 id) view returns(address scribe, uint32 nonce)
func (carnet *Carnet) UnpackScribeOf(data []byte) (ScribeOfOutput, error) {
	out, err := carnet.abi.Unpack("scribeOf", data)
	outstruct := new(ScribeOfOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Scribe = *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	outstruct.Nonce = *abi.ConvertType(out[1], new(uint32)).(*uint32)
	return *outstruct, nil
}

// PackSetApprovalForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa22cb465.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setApprovalForAll(address , bool ) pure returns()
func (carnet *Carnet) PackSetApprovalForAll(arg0 common.Address, arg1 bool) []byte {
	enc, err := carnet.abi.Pack("setApprovalForAll", arg0, arg1)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetApprovalForAll is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa22cb465.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setApprovalForAll(address , bool ) pure returns()
func (carnet *Carnet) TryPackSetApprovalForAll(arg0 common.Address, arg1 bool) ([]byte, error) {
	return carnet.abi.Pack("setApprovalForAll", arg0, arg1)
}

// PackSetHead is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xec70d563.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setHead(uint256 id, bytes24 prev, bytes24 head, uint32 seq) returns()
func (carnet *Carnet) PackSetHead(id *big.Int, prev [24]byte, head [24]byte, seq uint32) []byte {
	enc, err := carnet.abi.Pack("setHead", id, prev, head, seq)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetHead is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xec70d563.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setHead(uint256 id, bytes24 prev, bytes24 head, uint32 seq) returns()
func (carnet *Carnet) TryPackSetHead(id *big.Int, prev [24]byte, head [24]byte, seq uint32) ([]byte, error) {
	return carnet.abi.Pack("setHead", id, prev, head, seq)
}

// PackSetHeadBySig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6dd28433.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setHeadBySig((uint256,bytes24,bytes24,uint32,bytes) update) returns()
func (carnet *Carnet) PackSetHeadBySig(update ICarnetHeadUpdate) []byte {
	enc, err := carnet.abi.Pack("setHeadBySig", update)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetHeadBySig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6dd28433.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setHeadBySig((uint256,bytes24,bytes24,uint32,bytes) update) returns()
func (carnet *Carnet) TryPackSetHeadBySig(update ICarnetHeadUpdate) ([]byte, error) {
	return carnet.abi.Pack("setHeadBySig", update)
}

// PackSetHeads is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3992f783.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setHeads((uint256,bytes24,bytes24,uint32,bytes)[] updates) returns(bytes4[] reasons)
func (carnet *Carnet) PackSetHeads(updates []ICarnetHeadUpdate) []byte {
	enc, err := carnet.abi.Pack("setHeads", updates)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetHeads is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3992f783.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setHeads((uint256,bytes24,bytes24,uint32,bytes)[] updates) returns(bytes4[] reasons)
func (carnet *Carnet) TryPackSetHeads(updates []ICarnetHeadUpdate) ([]byte, error) {
	return carnet.abi.Pack("setHeads", updates)
}

// UnpackSetHeads is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3992f783.
//
// Solidity: function setHeads((uint256,bytes24,bytes24,uint32,bytes)[] updates) returns(bytes4[] reasons)
func (carnet *Carnet) UnpackSetHeads(data []byte) ([][4]byte, error) {
	out, err := carnet.abi.Unpack("setHeads", data)
	if err != nil {
		return *new([][4]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([][4]byte)).(*[][4]byte)
	return out0, nil
}

// PackSetScribe is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xde176828.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setScribe(uint256 id, address scribe) returns()
func (carnet *Carnet) PackSetScribe(id *big.Int, scribe common.Address) []byte {
	enc, err := carnet.abi.Pack("setScribe", id, scribe)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetScribe is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xde176828.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setScribe(uint256 id, address scribe) returns()
func (carnet *Carnet) TryPackSetScribe(id *big.Int, scribe common.Address) ([]byte, error) {
	return carnet.abi.Pack("setScribe", id, scribe)
}

// PackSetScribeBySig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7a56715.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setScribeBySig((uint256,address,uint32,bytes) update) returns()
func (carnet *Carnet) PackSetScribeBySig(update ICarnetScribeUpdate) []byte {
	enc, err := carnet.abi.Pack("setScribeBySig", update)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetScribeBySig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc7a56715.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setScribeBySig((uint256,address,uint32,bytes) update) returns()
func (carnet *Carnet) TryPackSetScribeBySig(update ICarnetScribeUpdate) ([]byte, error) {
	return carnet.abi.Pack("setScribeBySig", update)
}

// PackSupportsInterface is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x01ffc9a7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function supportsInterface(bytes4 interfaceId) pure returns(bool)
func (carnet *Carnet) PackSupportsInterface(interfaceId [4]byte) []byte {
	enc, err := carnet.abi.Pack("supportsInterface", interfaceId)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSupportsInterface is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x01ffc9a7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function supportsInterface(bytes4 interfaceId) pure returns(bool)
func (carnet *Carnet) TryPackSupportsInterface(interfaceId [4]byte) ([]byte, error) {
	return carnet.abi.Pack("supportsInterface", interfaceId)
}

// UnpackSupportsInterface is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x01ffc9a7.
//
// Solidity: function supportsInterface(bytes4 interfaceId) pure returns(bool)
func (carnet *Carnet) UnpackSupportsInterface(data []byte) (bool, error) {
	out, err := carnet.abi.Unpack("supportsInterface", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackSymbol is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x95d89b41.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function symbol() pure returns(string)
func (carnet *Carnet) PackSymbol() []byte {
	enc, err := carnet.abi.Pack("symbol")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSymbol is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x95d89b41.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function symbol() pure returns(string)
func (carnet *Carnet) TryPackSymbol() ([]byte, error) {
	return carnet.abi.Pack("symbol")
}

// UnpackSymbol is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x95d89b41.
//
// Solidity: function symbol() pure returns(string)
func (carnet *Carnet) UnpackSymbol(data []byte) (string, error) {
	out, err := carnet.abi.Unpack("symbol", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackTokenURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc87b56dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function tokenURI(uint256 id) view returns(string)
func (carnet *Carnet) PackTokenURI(id *big.Int) []byte {
	enc, err := carnet.abi.Pack("tokenURI", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTokenURI is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc87b56dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function tokenURI(uint256 id) view returns(string)
func (carnet *Carnet) TryPackTokenURI(id *big.Int) ([]byte, error) {
	return carnet.abi.Pack("tokenURI", id)
}

// UnpackTokenURI is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc87b56dd.
//
// Solidity: function tokenURI(uint256 id) view returns(string)
func (carnet *Carnet) UnpackTokenURI(data []byte) (string, error) {
	out, err := carnet.abi.Unpack("tokenURI", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function transferFrom(address , address , uint256 ) pure returns()
func (carnet *Carnet) PackTransferFrom(arg0 common.Address, arg1 common.Address, arg2 *big.Int) []byte {
	enc, err := carnet.abi.Pack("transferFrom", arg0, arg1, arg2)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackTransferFrom is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x23b872dd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function transferFrom(address , address , uint256 ) pure returns()
func (carnet *Carnet) TryPackTransferFrom(arg0 common.Address, arg1 common.Address, arg2 *big.Int) ([]byte, error) {
	return carnet.abi.Pack("transferFrom", arg0, arg1, arg2)
}

// PackVouches is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x91c0a846.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function vouches(address wallet, bytes32 digest, bytes signature) view returns(bool)
func (carnet *Carnet) PackVouches(wallet common.Address, digest [32]byte, signature []byte) []byte {
	enc, err := carnet.abi.Pack("vouches", wallet, digest, signature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackVouches is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x91c0a846.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function vouches(address wallet, bytes32 digest, bytes signature) view returns(bool)
func (carnet *Carnet) TryPackVouches(wallet common.Address, digest [32]byte, signature []byte) ([]byte, error) {
	return carnet.abi.Pack("vouches", wallet, digest, signature)
}

// UnpackVouches is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x91c0a846.
//
// Solidity: function vouches(address wallet, bytes32 digest, bytes signature) view returns(bool)
func (carnet *Carnet) UnpackVouches(data []byte) (bool, error) {
	out, err := carnet.abi.Unpack("vouches", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// CarnetApproval represents a Approval event raised by the Carnet contract.
type CarnetApproval struct {
	Owner    common.Address
	Approved common.Address
	TokenId  *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const CarnetApprovalEventName = "Approval"

// ContractEventName returns the user-defined event name.
func (CarnetApproval) ContractEventName() string {
	return CarnetApprovalEventName
}

// UnpackApprovalEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId)
func (carnet *Carnet) UnpackApprovalEvent(log *types.Log) (*CarnetApproval, error) {
	event := "Approval"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetApproval)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetApprovalForAll represents a ApprovalForAll event raised by the Carnet contract.
type CarnetApprovalForAll struct {
	Owner    common.Address
	Operator common.Address
	Approved bool
	Raw      *types.Log // Blockchain specific contextual infos
}

const CarnetApprovalForAllEventName = "ApprovalForAll"

// ContractEventName returns the user-defined event name.
func (CarnetApprovalForAll) ContractEventName() string {
	return CarnetApprovalForAllEventName
}

// UnpackApprovalForAllEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ApprovalForAll(address indexed owner, address indexed operator, bool approved)
func (carnet *Carnet) UnpackApprovalForAllEvent(log *types.Log) (*CarnetApprovalForAll, error) {
	event := "ApprovalForAll"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetApprovalForAll)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetBatchMetadataUpdate represents a BatchMetadataUpdate event raised by the Carnet contract.
type CarnetBatchMetadataUpdate struct {
	FromTokenId *big.Int
	ToTokenId   *big.Int
	Raw         *types.Log // Blockchain specific contextual infos
}

const CarnetBatchMetadataUpdateEventName = "BatchMetadataUpdate"

// ContractEventName returns the user-defined event name.
func (CarnetBatchMetadataUpdate) ContractEventName() string {
	return CarnetBatchMetadataUpdateEventName
}

// UnpackBatchMetadataUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId)
func (carnet *Carnet) UnpackBatchMetadataUpdateEvent(log *types.Log) (*CarnetBatchMetadataUpdate, error) {
	event := "BatchMetadataUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetBatchMetadataUpdate)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetEIP712DomainChanged represents a EIP712DomainChanged event raised by the Carnet contract.
type CarnetEIP712DomainChanged struct {
	Raw *types.Log // Blockchain specific contextual infos
}

const CarnetEIP712DomainChangedEventName = "EIP712DomainChanged"

// ContractEventName returns the user-defined event name.
func (CarnetEIP712DomainChanged) ContractEventName() string {
	return CarnetEIP712DomainChangedEventName
}

// UnpackEIP712DomainChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event EIP712DomainChanged()
func (carnet *Carnet) UnpackEIP712DomainChangedEvent(log *types.Log) (*CarnetEIP712DomainChanged, error) {
	event := "EIP712DomainChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetEIP712DomainChanged)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetHeadRefused represents a HeadRefused event raised by the Carnet contract.
type CarnetHeadRefused struct {
	Id     *big.Int
	Seq    uint32
	Reason [4]byte
	Raw    *types.Log // Blockchain specific contextual infos
}

const CarnetHeadRefusedEventName = "HeadRefused"

// ContractEventName returns the user-defined event name.
func (CarnetHeadRefused) ContractEventName() string {
	return CarnetHeadRefusedEventName
}

// UnpackHeadRefusedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event HeadRefused(uint256 indexed id, uint32 seq, bytes4 reason)
func (carnet *Carnet) UnpackHeadRefusedEvent(log *types.Log) (*CarnetHeadRefused, error) {
	event := "HeadRefused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetHeadRefused)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetHeadSet represents a HeadSet event raised by the Carnet contract.
type CarnetHeadSet struct {
	Id   *big.Int
	Head [24]byte
	Seq  uint32
	Raw  *types.Log // Blockchain specific contextual infos
}

const CarnetHeadSetEventName = "HeadSet"

// ContractEventName returns the user-defined event name.
func (CarnetHeadSet) ContractEventName() string {
	return CarnetHeadSetEventName
}

// UnpackHeadSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event HeadSet(uint256 indexed id, bytes24 head, uint32 seq)
func (carnet *Carnet) UnpackHeadSetEvent(log *types.Log) (*CarnetHeadSet, error) {
	event := "HeadSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetHeadSet)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetLocked represents a Locked event raised by the Carnet contract.
type CarnetLocked struct {
	TokenId *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const CarnetLockedEventName = "Locked"

// ContractEventName returns the user-defined event name.
func (CarnetLocked) ContractEventName() string {
	return CarnetLockedEventName
}

// UnpackLockedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Locked(uint256 tokenId)
func (carnet *Carnet) UnpackLockedEvent(log *types.Log) (*CarnetLocked, error) {
	event := "Locked"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetLocked)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetMetadataUpdate represents a MetadataUpdate event raised by the Carnet contract.
type CarnetMetadataUpdate struct {
	TokenId *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const CarnetMetadataUpdateEventName = "MetadataUpdate"

// ContractEventName returns the user-defined event name.
func (CarnetMetadataUpdate) ContractEventName() string {
	return CarnetMetadataUpdateEventName
}

// UnpackMetadataUpdateEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MetadataUpdate(uint256 _tokenId)
func (carnet *Carnet) UnpackMetadataUpdateEvent(log *types.Log) (*CarnetMetadataUpdate, error) {
	event := "MetadataUpdate"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetMetadataUpdate)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetMoveCancelled represents a MoveCancelled event raised by the Carnet contract.
type CarnetMoveCancelled struct {
	Id  *big.Int
	Raw *types.Log // Blockchain specific contextual infos
}

const CarnetMoveCancelledEventName = "MoveCancelled"

// ContractEventName returns the user-defined event name.
func (CarnetMoveCancelled) ContractEventName() string {
	return CarnetMoveCancelledEventName
}

// UnpackMoveCancelledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MoveCancelled(uint256 indexed id)
func (carnet *Carnet) UnpackMoveCancelledEvent(log *types.Log) (*CarnetMoveCancelled, error) {
	event := "MoveCancelled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetMoveCancelled)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetMoveProposed represents a MoveProposed event raised by the Carnet contract.
type CarnetMoveProposed struct {
	Id      *big.Int
	To      common.Address
	ReadyAt uint64
	Raw     *types.Log // Blockchain specific contextual infos
}

const CarnetMoveProposedEventName = "MoveProposed"

// ContractEventName returns the user-defined event name.
func (CarnetMoveProposed) ContractEventName() string {
	return CarnetMoveProposedEventName
}

// UnpackMoveProposedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event MoveProposed(uint256 indexed id, address indexed to, uint64 readyAt)
func (carnet *Carnet) UnpackMoveProposedEvent(log *types.Log) (*CarnetMoveProposed, error) {
	event := "MoveProposed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetMoveProposed)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetScribeRefused represents a ScribeRefused event raised by the Carnet contract.
type CarnetScribeRefused struct {
	Id     *big.Int
	Nonce  uint32
	Reason [4]byte
	Raw    *types.Log // Blockchain specific contextual infos
}

const CarnetScribeRefusedEventName = "ScribeRefused"

// ContractEventName returns the user-defined event name.
func (CarnetScribeRefused) ContractEventName() string {
	return CarnetScribeRefusedEventName
}

// UnpackScribeRefusedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ScribeRefused(uint256 indexed id, uint32 nonce, bytes4 reason)
func (carnet *Carnet) UnpackScribeRefusedEvent(log *types.Log) (*CarnetScribeRefused, error) {
	event := "ScribeRefused"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetScribeRefused)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetScribeSet represents a ScribeSet event raised by the Carnet contract.
type CarnetScribeSet struct {
	Id     *big.Int
	Scribe common.Address
	Nonce  uint32
	Raw    *types.Log // Blockchain specific contextual infos
}

const CarnetScribeSetEventName = "ScribeSet"

// ContractEventName returns the user-defined event name.
func (CarnetScribeSet) ContractEventName() string {
	return CarnetScribeSetEventName
}

// UnpackScribeSetEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ScribeSet(uint256 indexed id, address scribe, uint32 nonce)
func (carnet *Carnet) UnpackScribeSetEvent(log *types.Log) (*CarnetScribeSet, error) {
	event := "ScribeSet"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetScribeSet)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetTransfer represents a Transfer event raised by the Carnet contract.
type CarnetTransfer struct {
	From    common.Address
	To      common.Address
	TokenId *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const CarnetTransferEventName = "Transfer"

// ContractEventName returns the user-defined event name.
func (CarnetTransfer) ContractEventName() string {
	return CarnetTransferEventName
}

// UnpackTransferEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)
func (carnet *Carnet) UnpackTransferEvent(log *types.Log) (*CarnetTransfer, error) {
	event := "Transfer"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetTransfer)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// CarnetUnlocked represents a Unlocked event raised by the Carnet contract.
type CarnetUnlocked struct {
	TokenId *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const CarnetUnlockedEventName = "Unlocked"

// ContractEventName returns the user-defined event name.
func (CarnetUnlocked) ContractEventName() string {
	return CarnetUnlockedEventName
}

// UnpackUnlockedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Unlocked(uint256 tokenId)
func (carnet *Carnet) UnpackUnlockedEvent(log *types.Log) (*CarnetUnlocked, error) {
	event := "Unlocked"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != carnet.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(CarnetUnlocked)
	if len(log.Data) > 0 {
		if err := carnet.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range carnet.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (carnet *Carnet) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], carnet.abi.Errors["GasTooLow"].ID.Bytes()[:4]) {
		return carnet.UnpackGasTooLowError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["InvalidCandidate"].ID.Bytes()[:4]) {
		return carnet.UnpackInvalidCandidateError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["InvalidShortString"].ID.Bytes()[:4]) {
		return carnet.UnpackInvalidShortStringError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["InvalidSignature"].ID.Bytes()[:4]) {
		return carnet.UnpackInvalidSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["MoveTooEarly"].ID.Bytes()[:4]) {
		return carnet.UnpackMoveTooEarlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["NoMove"].ID.Bytes()[:4]) {
		return carnet.UnpackNoMoveError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["Soulbound"].ID.Bytes()[:4]) {
		return carnet.UnpackSoulboundError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["StaleHead"].ID.Bytes()[:4]) {
		return carnet.UnpackStaleHeadError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["StaleScribe"].ID.Bytes()[:4]) {
		return carnet.UnpackStaleScribeError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["StringTooLong"].ID.Bytes()[:4]) {
		return carnet.UnpackStringTooLongError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["Unauthorized"].ID.Bytes()[:4]) {
		return carnet.UnpackUnauthorizedError(raw[4:])
	}
	if bytes.Equal(raw[:4], carnet.abi.Errors["UnknownToken"].ID.Bytes()[:4]) {
		return carnet.UnpackUnknownTokenError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// CarnetGasTooLow represents a GasTooLow error raised by the Carnet contract.
type CarnetGasTooLow struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error GasTooLow()
func CarnetGasTooLowErrorID() common.Hash {
	return common.HexToHash("0x858c897494c7f53c9d7835dd0dd2e3db55d92f5ac70eb5042dfc2b82a0fee685")
}

// UnpackGasTooLowError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error GasTooLow()
func (carnet *Carnet) UnpackGasTooLowError(raw []byte) (*CarnetGasTooLow, error) {
	out := new(CarnetGasTooLow)
	if err := carnet.abi.UnpackIntoInterface(out, "GasTooLow", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetInvalidCandidate represents a InvalidCandidate error raised by the Carnet contract.
type CarnetInvalidCandidate struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidCandidate()
func CarnetInvalidCandidateErrorID() common.Hash {
	return common.HexToHash("0xe66ea08fcdba046025bd2da4ff615db6e6a8d1fb411c49970dd0b3bc74b37bfa")
}

// UnpackInvalidCandidateError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidCandidate()
func (carnet *Carnet) UnpackInvalidCandidateError(raw []byte) (*CarnetInvalidCandidate, error) {
	out := new(CarnetInvalidCandidate)
	if err := carnet.abi.UnpackIntoInterface(out, "InvalidCandidate", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetInvalidShortString represents a InvalidShortString error raised by the Carnet contract.
type CarnetInvalidShortString struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidShortString()
func CarnetInvalidShortStringErrorID() common.Hash {
	return common.HexToHash("0xb3512b0c6163e5f0bafab72bb631b9d58cd7a731b082f910338aa21c83d5c274")
}

// UnpackInvalidShortStringError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidShortString()
func (carnet *Carnet) UnpackInvalidShortStringError(raw []byte) (*CarnetInvalidShortString, error) {
	out := new(CarnetInvalidShortString)
	if err := carnet.abi.UnpackIntoInterface(out, "InvalidShortString", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetInvalidSignature represents a InvalidSignature error raised by the Carnet contract.
type CarnetInvalidSignature struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidSignature()
func CarnetInvalidSignatureErrorID() common.Hash {
	return common.HexToHash("0x8baa579fce362245063d36f11747a89dd489c54795634fc673cc0e0db51fedc5")
}

// UnpackInvalidSignatureError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidSignature()
func (carnet *Carnet) UnpackInvalidSignatureError(raw []byte) (*CarnetInvalidSignature, error) {
	out := new(CarnetInvalidSignature)
	if err := carnet.abi.UnpackIntoInterface(out, "InvalidSignature", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetMoveTooEarly represents a MoveTooEarly error raised by the Carnet contract.
type CarnetMoveTooEarly struct {
	ReadyAt uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MoveTooEarly(uint64 readyAt)
func CarnetMoveTooEarlyErrorID() common.Hash {
	return common.HexToHash("0x053dc5ee22646fa9f67ce4eb723ad88c867621c15a95ae408e02696225186798")
}

// UnpackMoveTooEarlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MoveTooEarly(uint64 readyAt)
func (carnet *Carnet) UnpackMoveTooEarlyError(raw []byte) (*CarnetMoveTooEarly, error) {
	out := new(CarnetMoveTooEarly)
	if err := carnet.abi.UnpackIntoInterface(out, "MoveTooEarly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetNoMove represents a NoMove error raised by the Carnet contract.
type CarnetNoMove struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoMove()
func CarnetNoMoveErrorID() common.Hash {
	return common.HexToHash("0x5e2f74ceaf13283de1d5bc40c506c9087b1c87668673ff1f37901e23170bab1a")
}

// UnpackNoMoveError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoMove()
func (carnet *Carnet) UnpackNoMoveError(raw []byte) (*CarnetNoMove, error) {
	out := new(CarnetNoMove)
	if err := carnet.abi.UnpackIntoInterface(out, "NoMove", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetSoulbound represents a Soulbound error raised by the Carnet contract.
type CarnetSoulbound struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Soulbound()
func CarnetSoulboundErrorID() common.Hash {
	return common.HexToHash("0xa4420a95d7f3ff69d13904950688298cd959b03d9bf658c77c6903bcb26e7911")
}

// UnpackSoulboundError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Soulbound()
func (carnet *Carnet) UnpackSoulboundError(raw []byte) (*CarnetSoulbound, error) {
	out := new(CarnetSoulbound)
	if err := carnet.abi.UnpackIntoInterface(out, "Soulbound", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetStaleHead represents a StaleHead error raised by the Carnet contract.
type CarnetStaleHead struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StaleHead()
func CarnetStaleHeadErrorID() common.Hash {
	return common.HexToHash("0xaa222e680136585b98accbf668d7ce884a5630b560a5a1452d755a72fc8b5e70")
}

// UnpackStaleHeadError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StaleHead()
func (carnet *Carnet) UnpackStaleHeadError(raw []byte) (*CarnetStaleHead, error) {
	out := new(CarnetStaleHead)
	if err := carnet.abi.UnpackIntoInterface(out, "StaleHead", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetStaleScribe represents a StaleScribe error raised by the Carnet contract.
type CarnetStaleScribe struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StaleScribe()
func CarnetStaleScribeErrorID() common.Hash {
	return common.HexToHash("0xf48d6ea034158f17fc21a24528f181ce578626b4b3c5b0038ffdc6d5a67705f9")
}

// UnpackStaleScribeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StaleScribe()
func (carnet *Carnet) UnpackStaleScribeError(raw []byte) (*CarnetStaleScribe, error) {
	out := new(CarnetStaleScribe)
	if err := carnet.abi.UnpackIntoInterface(out, "StaleScribe", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetStringTooLong represents a StringTooLong error raised by the Carnet contract.
type CarnetStringTooLong struct {
	Str string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StringTooLong(string str)
func CarnetStringTooLongErrorID() common.Hash {
	return common.HexToHash("0x305a27a93f8e33b7392df0a0f91d6fc63847395853c45991eec52dbf24d72381")
}

// UnpackStringTooLongError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StringTooLong(string str)
func (carnet *Carnet) UnpackStringTooLongError(raw []byte) (*CarnetStringTooLong, error) {
	out := new(CarnetStringTooLong)
	if err := carnet.abi.UnpackIntoInterface(out, "StringTooLong", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetUnauthorized represents a Unauthorized error raised by the Carnet contract.
type CarnetUnauthorized struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Unauthorized()
func CarnetUnauthorizedErrorID() common.Hash {
	return common.HexToHash("0x82b4290015f7ec7256ca2a6247d3c2a89c4865c0e791456df195f40ad0a81367")
}

// UnpackUnauthorizedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Unauthorized()
func (carnet *Carnet) UnpackUnauthorizedError(raw []byte) (*CarnetUnauthorized, error) {
	out := new(CarnetUnauthorized)
	if err := carnet.abi.UnpackIntoInterface(out, "Unauthorized", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// CarnetUnknownToken represents a UnknownToken error raised by the Carnet contract.
type CarnetUnknownToken struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownToken()
func CarnetUnknownTokenErrorID() common.Hash {
	return common.HexToHash("0x8698bf372c3832551b76614de4edaa060e8cf9dac0b26e1a9012affc437e5fd2")
}

// UnpackUnknownTokenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownToken()
func (carnet *Carnet) UnpackUnknownTokenError(raw []byte) (*CarnetUnknownToken, error) {
	out := new(CarnetUnknownToken)
	if err := carnet.abi.UnpackIntoInterface(out, "UnknownToken", raw); err != nil {
		return nil, err
	}
	return out, nil
}
