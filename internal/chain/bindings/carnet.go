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
	ABI: "[{\"inputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[],\"name\":\"GasTooLow\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"InvalidCandidate\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"InvalidShortString\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"InvalidSignature\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"MoveTooEarly\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoMove\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Soulbound\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"StaleHead\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"StaleScribe\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"str\",\"type\":\"string\"}],\"name\":\"StringTooLong\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"Unauthorized\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"UnknownToken\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"approved\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"tokenId\",\"type\":\"uint256\"}],\"name\":\"Approval\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"operator\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"bool\",\"name\":\"approved\",\"type\":\"bool\"}],\"name\":\"ApprovalForAll\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"_fromTokenId\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"_toTokenId\",\"type\":\"uint256\"}],\"name\":\"BatchMetadataUpdate\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[],\"name\":\"EIP712DomainChanged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"indexed\":false,\"internalType\":\"bytes4\",\"name\":\"reason\",\"type\":\"bytes4\"}],\"name\":\"HeadRefused\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"indexed\":false,\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"}],\"name\":\"HeadSet\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"tokenId\",\"type\":\"uint256\"}],\"name\":\"Locked\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"_tokenId\",\"type\":\"uint256\"}],\"name\":\"MetadataUpdate\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"MoveCancelled\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"name\":\"MoveProposed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"},{\"indexed\":false,\"internalType\":\"bytes4\",\"name\":\"reason\",\"type\":\"bytes4\"}],\"name\":\"ScribeRefused\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"}],\"name\":\"ScribeSet\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"from\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint256\",\"name\":\"tokenId\",\"type\":\"uint256\"}],\"name\":\"Transfer\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"tokenId\",\"type\":\"uint256\"}],\"name\":\"Unlocked\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"MOVE_DELAY\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"WALLET_GAS\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"acceptMove\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"name\":\"approve\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"}],\"name\":\"balanceOf\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"cancelMove\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"carnetOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"owner\",\"type\":\"address\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"internalType\":\"uint64\",\"name\":\"time\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"eip712Domain\",\"outputs\":[{\"internalType\":\"bytes1\",\"name\":\"fields\",\"type\":\"bytes1\"},{\"internalType\":\"string\",\"name\":\"name\",\"type\":\"string\"},{\"internalType\":\"string\",\"name\":\"version\",\"type\":\"string\"},{\"internalType\":\"uint256\",\"name\":\"chainId\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"verifyingContract\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"salt\",\"type\":\"bytes32\"},{\"internalType\":\"uint256[]\",\"name\":\"extensions\",\"type\":\"uint256[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"erase\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"getApproved\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"name\":\"isApprovedForAll\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"locked\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"moveOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"readyAt\",\"type\":\"uint64\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"name\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"ownerOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"proposeMove\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"},{\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.ScribeUpdate[]\",\"name\":\"scribes\",\"type\":\"tuple[]\"},{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.HeadUpdate[]\",\"name\":\"heads\",\"type\":\"tuple[]\"}],\"name\":\"relay\",\"outputs\":[{\"internalType\":\"bytes4[]\",\"name\":\"scribeReasons\",\"type\":\"bytes4[]\"},{\"internalType\":\"bytes4[]\",\"name\":\"headReasons\",\"type\":\"bytes4[]\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"revokeScribe\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"name\":\"safeTransferFrom\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"},{\"internalType\":\"bytes\",\"name\":\"\",\"type\":\"bytes\"}],\"name\":\"safeTransferFrom\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"scribeOf\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"},{\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"name\":\"setApprovalForAll\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"bytes24\",\"name\":\"prev\",\"type\":\"bytes24\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"}],\"name\":\"setHead\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.HeadUpdate\",\"name\":\"update\",\"type\":\"tuple\"}],\"name\":\"setHeadBySig\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"},{\"internalType\":\"uint32\",\"name\":\"seq\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.HeadUpdate[]\",\"name\":\"updates\",\"type\":\"tuple[]\"}],\"name\":\"setHeads\",\"outputs\":[{\"internalType\":\"bytes4[]\",\"name\":\"reasons\",\"type\":\"bytes4[]\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"}],\"name\":\"setScribe\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"},{\"internalType\":\"address\",\"name\":\"scribe\",\"type\":\"address\"},{\"internalType\":\"uint32\",\"name\":\"nonce\",\"type\":\"uint32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"internalType\":\"structICarnet.ScribeUpdate\",\"name\":\"update\",\"type\":\"tuple\"}],\"name\":\"setScribeBySig\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes4\",\"name\":\"interfaceId\",\"type\":\"bytes4\"}],\"name\":\"supportsInterface\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"symbol\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"id\",\"type\":\"uint256\"}],\"name\":\"tokenURI\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"name\":\"transferFrom\",\"outputs\":[],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"wallet\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"bytes\",\"name\":\"signature\",\"type\":\"bytes\"}],\"name\":\"vouches\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"view\",\"type\":\"function\"}]",
	ID:  "Carnet",
	Bin: "0x610160604052346101265760405161001860408261012a565b6006815260208101906510d85c9b995d60d21b82526040519161003c60408461012a565b600183526020830191603160f81b835261005581610161565b6101205261006284610161565b61014052519020918260e05251902080610100524660a0526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a081526100cb60c08261012a565b5190206080523060c0526040516124d590816101cd823960805181611b80015260a05181611c3d015260c05181611b51015260e05181611bcf01526101005181611bf501526101205181610d3401526101405181610d5d0152f35b5f80fd5b601f909101601f19168101906001600160401b0382119082101761014d57604052565b634e487b7160e01b5f52604160045260245ffd5b601f81511161018c57602081519101516020821061017d571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fdfe6080806040526004361015610012575f80fd5b5f3560e01c90816301ffc9a7146114475750806306fdde03146113ff578063081812fc146113d7578063095ea7b3146113ae5780631007f753146112805780631f4fa3f71461120757806323b872dd14610fb05780632a4c8bb8146110cd578063349aa6f214610fb557806342842e0e14610fb057806343166dec14610f455780636352211e14610f0a57806370a0823114610e7957806384abe68314610e1457806384b0196e14610d1c57806391c0a84614610c2657806395d89b4114610bde578063a22cb46514610baa578063ab816781146109fa578063b3569933146109dd578063b45a3c0e146109b4578063b88d4fde14610960578063b999c7b414610914578063c181b179146108c4578063c30b627f14610854578063c4d7c13114610837578063c7a567151461081e578063c87b56dd1461034a578063de176828146102fa578063e985e9c5146102cd578063e9e2b825146102785763ec70d5631461017c575f80fd5b346102745760803660031901126102745760043560243567ffffffffffffffff1981168091036102745760443567ffffffffffffffff19811681036102745760643563ffffffff8116810361027457835f52600260205260405f20918254936101ef6101ea8484888a611f5c565b611d98565b67ffffffffffffffff19851603610265576001600160a01b0361021285876117a2565b163303610257578361022493866117d4565b61022a57005b60207ff8e1a15aba9398e019f0b49df1a4fde98ee17ae345cb5f6b5e2c27f5033e8ce791604051908152a1005b6282b42960e81b5f5260045ffd5b63154445cd60e31b5f5260045ffd5b5f80fd5b346102745760203660031901126102745760043567ffffffffffffffff8111610274576102b56102af6102c992369060040161157a565b90611a47565b6040519182916020835260208301906115ab565b0390f35b34610274576040366003190112610274576102e6611506565b506102ef61151c565b5060206040515f8152f35b34610274576040366003190112610274576001600160a01b0360043561031e61151c565b61032782611df5565b9093163303610257578263ffffffff600161034895015460a01c1692611ea9565b005b346102745760203660031901126102745761036660043561178b565b905063ffffffff6104ba610120610380604051918261164a565b60f081527f3c73766720786d6c6e733d22687474703a2f2f7777772e77332e6f72672f323060208201527f30302f737667222076696577426f783d22302030203936203936223e3c72656360408201527f742077696474683d22393622206865696768743d223936222072783d2231362260608201527f2066696c6c3d2223663466316561222f3e3c7265637420783d2232362220793d60808201527f223138222077696474683d22343422206865696768743d223630222072783d2260a08201527f34222066696c6c3d2223316633613566222f3e3c7061746820643d224d33342060c08201527f313876363022207374726f6b653d222366346631656122207374726f6b652d7760e08201527f696474683d2232222f3e3c2f7376673e000000000000000000000000000000006101008201526122c5565b9160201c165f817a184f03e93ff9f4daa797ed6e38ed64bf6a1f0100000000000000008110156107f6575b806d04ee2d6d415b85acef8100000000600a9210156107db575b662386f26fc100008110156107c7575b6305f5e1008110156107b6575b6127108110156107a7575b6064811015610799575b1015610791575b6001810191600a602161056361054d86611680565b9561055b604051978861164a565b808752611680565b602086019490601f19013686378501015b5f1901917f30313233343536373839616263646566000000000000000000000000000000008282061a8353049081156105af57600a90610574565b6102c9602061077d603d6107328361072d600360488d60c88d8f6040519788947f7b226e616d65223a224361726e6574222c226465736372697074696f6e223a22828701527f4120626f6f6b206f66207365616c65642072656365697074732e20497420636160408701527f6e6e6f74206265207472616e736665727265642c20616e64206f6e6c7920697460608701527f73206f776e65722063616e2072656164207768617420697420706f696e74732060808701527f746f2e222c22696d616765223a22646174613a696d6167652f7376672b786d6c60a0870152670ed8985cd94d8d0b60c21b60c08701528051918291018587015e8401907f222c2261747472696275746573223a5b7b22646973706c61795f74797065223a848301527f226e756d626572222c2274726169745f74797065223a2255706461746573222c60e883015267113b30b63ab2911d60c11b61010883015251809261011083015e0101627d5d7d60e81b838201520301601c1981018452018261164a565b6122c5565b6040519384917f646174613a6170706c69636174696f6e2f6a736f6e3b6261736536342c000000828401528051918291018484015e81015f838201520301601f19810183528261164a565b6040519182916020835260208301906114e2565b600101610538565b606460029104920191610531565b61271060049104920191610527565b6305f5e1006008910492019161051c565b662386f26fc100006010910492019161050f565b6d04ee2d6d415b85acef8100000000602091049201916104ff565b50604090507a184f03e93ff9f4daa797ed6e38ed64bf6a1f01000000000000000082046104e5565b34610274576103486101ea610832366115e8565b6118e7565b34610274575f36600319011261027457602060405162061a808152f35b34610274576020366003190112610274576080600435805f52600260205267ffffffffffffffff61088960405f205492611df5565b92905063ffffffff61089a82611f26565b916001600160a01b036040519516855283198116602086015260201c166040840152166060820152f35b34610274576020366003190112610274576004355f908152600260209081526040918290206003015482516001600160a01b038216815260a09190911c67ffffffffffffffff1691810191909152f35b34610274576020366003190112610274576004355f908152600260209081526040918290206001015482516001600160a01b038216815260a09190911c63ffffffff1691810191909152f35b3461027457608036600319011261027457610979611506565b5061098261151c565b5060643567ffffffffffffffff8111610274576109a390369060040161161c565b505063a4420a9560e01b5f5260045ffd5b34610274576020366003190112610274576109d060043561178b565b5050602060405160018152f35b34610274575f3660031901126102745760206040516202a3008152f35b3461027457602036600319011261027457600435610a178161178b565b9160038201546001600160a01b0381168015610b9b5733036102575767ffffffffffffffff9060a01c16804210610b8957506003820180546001600160e01b0319169055610a6583826117a2565b91600180851614610b62575b335f52600360205260405f20908154945f198614610b4e5783602095610b459460017ff8e1a15aba9398e019f0b49df1a4fde98ee17ae345cb5f6b5e2c27f5033e8ce799019055600284016001600160a01b0333166001600160a01b03198254161790556001600160a01b033391167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef5f80a4610b1c63ffffffff600184015460a01c168386611e30565b610b2d63ffffffff82871c1661169c565b9167ffffffffffffffff1982169160011790856117d4565b604051908152a1005b634e487b7160e01b5f52601160045260245ffd5b6001600160a01b0383165f52600360205260405f2080548015610b4e575f19019055610a71565b63029ee2f760e11b5f5260045260245ffd5b632f17ba6760e11b5f5260045ffd5b3461027457604036600319011261027457610bc3611506565b50602435801515036102745763a4420a9560e01b5f5260045ffd5b34610274575f366003190112610274576102c9604051610bff60408261164a565b600681526510d05493915560d21b60208201526040519182916020835260208301906114e2565b3461027457606036600319011261027457610c3f611506565b60443567ffffffffffffffff811161027457610c9c91610c65602092369060040161161c565b6001600160a01b03604093929351809681958294630b135d3f60e11b8452602435600485015260406024850152604484019161176b565b0392165afa8015610d11575f90610ccd575b6040516001600160e01b0319909116630b135d3f60e11b148152602090f35b506020813d602011610d09575b81610ce76020938361164a565b8101031261027457516001600160e01b03198116810361027457602090610cae565b3d9150610cda565b6040513d5f823e3d90fd5b34610274575f36600319011261027457610db8610d587f0000000000000000000000000000000000000000000000000000000000000000612287565b610d817f0000000000000000000000000000000000000000000000000000000000000000612287565b6020610dc660405192610d94838561164a565b5f84525f368137604051958695600f60f81b875260e08588015260e08701906114e2565b9085820360408701526114e2565b4660608501523060808501525f60a085015283810360c08501528180845192838152019301915f5b828110610dfd57505050500390f35b835185528695509381019392810192600101610dee565b34610274576020366003190112610274576001600160a01b03600435610e3981611df5565b9290921633141580610e62575b610257578163ffffffff600161034894015460a01c1691611e30565b506001600160a01b03600183015416331415610e46565b34610274576020366003190112610274576001600160a01b03610e9a611506565b168015610efb57805f52600260205260405f20548015159081610eed575b5015610ee55760ff60015b16905f52600360205260405f20548101809111610b4e57602090604051908152f35b60ff5f610ec3565b600191508116141582610eb8565b638698bf3760e01b5f5260045ffd5b34610274576020366003190112610274576020610f34600435610f2c8161178b565b9190506117a2565b6001600160a01b0360405191168152f35b3461027457610f53366115e8565b610f676101ea610f61611b47565b83611c63565b600163ffffffff610f7a60408401611748565b1611610f8257005b60207ff8e1a15aba9398e019f0b49df1a4fde98ee17ae345cb5f6b5e2c27f5033e8ce79160405190358152a1005b611532565b3461027457604036600319011261027457600435610fd161151c565b90610fef6001600160a01b03610fe68361178b565b849391936117a2565b1692833303610257576001600160a01b03169283159081156110c3575b506110b4576202a30067ffffffffffffffff4216019067ffffffffffffffff8211610b4e5760030180547fffffffff0000000000000000ffffffffffffffffffffffffffffffffffffffff85166001600160e01b03199091161760a083901b67ffffffffffffffff60a01b1617905560405167ffffffffffffffff90911681527f3104d2df6e679481bd84d28d171aa8f834cd5928cb11dd19324c38dda4c8cd9890602090a3005b63e66ea08f60e01b5f5260045ffd5b905083148461100c565b346102745760403660031901126102745760043567ffffffffffffffff8111610274576110fe90369060040161157a565b9060243567ffffffffffffffff81116102745761111f90369060040161157a565b92611129816116cc565b925f5b82811061116657611158856102c96111448988611a47565b6040519384936040855260408501906115ab565b9083820360208501526115ab565b8061117761083260019386866116fe565b6001600160e01b031981168015611200576111928389611734565b527f1607a05b35740745c69a71d0e289ad235af677144b1c0e4d456fc081e17db2a66111bf8387876116fe565b35916111d760406111d1868a8a6116fe565b01611748565b6040805163ffffffff9290921682526001600160e01b0319929092166020820152a25b0161112c565b50506111fa565b346102745760203660031901126102745760043561122f6001600160a01b03610fe68361178b565b163303610257576001600160a01b0360038201541615610b9b5760030180546001600160e01b03191690557f1294210879d4ba0178a3ea23c858f2867c4e1081915f9c9b851cd73b470f27795f80a2005b346102745760203660031901126102745760043561129d8161178b565b916001600160a01b036112b084836117a2565b16330361025757807f9b5469973ef693fb3a605cfbe64a00672c1b98f12833fb9a2378dbbef4bf63cb60406020948661131163ffffffff7ff8e1a15aba9398e019f0b49df1a4fde98ee17ae345cb5f6b5e2c27f5033e8ce799891c1661169c565b916001821663fffffffe4260011b1667ffffffff00000000858b1b161717905515611351575b63ffffffff8251915f83521686820152a2604051908152a1005b7f032bc66be43dbccb7487781d168eb7bda224628a3b2c3388bdf69b532a3a1611868351866001600160a01b0381165f7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef8180a4868152a1611337565b34610274576040366003190112610274576113c7611506565b5063a4420a9560e01b5f5260045ffd5b34610274576020366003190112610274576113f360043561178b565b505060206040515f8152f35b34610274575f366003190112610274576102c960405161142060408261164a565b600681526510d85c9b995d60d21b60208201526040519182916020835260208301906114e2565b34610274576020366003190112610274576004359063ffffffff60e01b8216809203610274576020916301ffc9a760e01b81149081156114d1575b81156114c0575b81156114af575b811561149e575b5015158152f35b632483248360e11b14905083611497565b635a2d1e0760e11b81149150611490565b635b5e139f60e01b81149150611489565b6380ac58cd60e01b81149150611482565b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b600435906001600160a01b038216820361027457565b602435906001600160a01b038216820361027457565b34610274576060366003190112610274576004356001600160a01b038116810361027457506024356001600160a01b0381168103610274575063a4420a9560e01b5f5260045ffd5b9181601f840112156102745782359167ffffffffffffffff8311610274576020808501948460051b01011161027457565b90602080835192838152019201905f5b8181106115c85750505090565b82516001600160e01b0319168452602093840193909201916001016115bb565b6020600319820112610274576004359067ffffffffffffffff82116102745760809082900360031901126102745760040190565b9181601f840112156102745782359167ffffffffffffffff8311610274576020838186019501011161027457565b90601f8019910116810190811067ffffffffffffffff82111761166c57604052565b634e487b7160e01b5f52604160045260245ffd5b67ffffffffffffffff811161166c57601f01601f191660200190565b63ffffffff60019116019063ffffffff8211610b4e57565b67ffffffffffffffff811161166c5760051b60200190565b906116d6826116b4565b6116e3604051918261164a565b82815280926116f4601f19916116b4565b0190602036910137565b91908110156117205760051b81013590607e1981360301821215610274570190565b634e487b7160e01b5f52603260045260245ffd5b80518210156117205760209160051b010190565b3563ffffffff811681036102745790565b62064b5401908162064b5411610b4e57565b908060209392818452848401375f828201840152601f01601f1916010190565b5f52600260205260405f20908154908115610efb57565b906001908116036117c8575f5260026020526001600160a01b03600260405f2001541690565b6001600160a01b031690565b9363ffffffff906040937f9b5469973ef693fb3a605cfbe64a00672c1b98f12833fb9a2378dbbef4bf63cb9567ffffffffffffffff1916936001821663fffffffe4260011b1667ffffffff000000008560201b1687171717905515611842575b8351928352166020820152a2565b7f032bc66be43dbccb7487781d168eb7bda224628a3b2c3388bdf69b532a3a161160208551886001600160a01b0381165f7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef8180a4888152a1611834565b356001600160a01b03811681036102745790565b903590601e1981360301821215610274570180359067ffffffffffffffff82116102745760200191813603831361027457565b905f9082356118f860408501611748565b9080151580611a36575b15611a2557805f52600260205260405f2063ffffffff600182015460a01c169563ffffffff8416968703611a1257806119c260206119e59301986119458a6118a0565b90604051906001600160a01b0360208301937f5b0841ac12172e7d1363153a18d2f467363fba87190c072d25fe5174bfdce8f0855289604085015216606083015260808201526080815261199a60a08261164a565b5190206119a5611b47565b6042916040519161190160f01b8352600283015260228201522090565b906119dc6119d18554876117a2565b9160608101906118b4565b92909185611ff2565b15611a00576119f86119fe9495966118a0565b91611ea9565b565b50638baa579f60e01b94509192505050565b506307a46b7560e51b9550929350505050565b50638698bf3760e01b935090915050565b506001600160a01b03811115611902565b9190611a52816116cc565b92611a5b611b47565b5f925f5b818110611aa95750505050611a7057565b7f6bd5c950a8d8df17f772f5af37cb3655737899cbf903264b9795592da439661c60408051600181526001600160a01b036020820152a1565b611ab48183866116fe565b611abe8482611c63565b6001600160e01b031981168015611b39578392917f9ba655d3f9badcd9c1e8271d7ba1f9070f827bac140ee37badfd123f189455f891611b006001968d611734565b52611b0d60408401611748565b6040805163ffffffff9290921682526001600160e01b0319929092166020820152923592a25b01611a5f565b505050935060018094611b33565b6001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016301480611c3a575b15611ba2577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a08152611c3460c08261164a565b51902090565b507f00000000000000000000000000000000000000000000000000000000000000004614611b79565b80359290602081013567ffffffffffffffff19811680820361027457611c8b60408401611748565b92865f52600260205260405f2090815492611ca88686868c611f5c565b976001600160e01b03198916611d8c5790611d45611d69939260405160208101907fcce4fe2b0e070fed56073f470055674a77ce69bfcdcdaff1244db4e9c243eab582528d604082015267ffffffffffffffff198916606082015284608082015263ffffffff8b1660a082015260a08152611d2460c08261164a565b519020906042916040519161190160f01b8352600283015260228201522090565b611d5d611d52878d6117a2565b9360608101906118b4565b9390921515908661213d565b15611d79576119fe9495966117d4565b50638baa579f60e01b9550929350505050565b50505050505050915090565b6001600160e01b031916908115611df15750638698bf3760e01b8114610efb5763154445cd60e31b8114610265576307a46b7560e51b14611de257638baa579f60e01b5f5260045ffd5b6307a46b7560e51b5f5260045ffd5b9050565b9081151580611e1f575b15610efb57815f526002602052611e1c60405f20928354906117a2565b90565b506001600160a01b03821115611dff565b91611e9560409160017e4d3b2adb1ddb5f6a9aad8bf4cb3fb5dd05f4caaf1a5d94b569cc2756a6dc9294016001600160a01b03198154168155611e728261169c565b815463ffffffff60a01b191660a09190911b63ffffffff60a01b1617905561169c565b63ffffffff8251915f8352166020820152a2565b92611ef59060017e4d3b2adb1ddb5f6a9aad8bf4cb3fb5dd05f4caaf1a5d94b569cc2756a6dc929493016001600160a01b0384166001600160a01b0319825416178155611e728261169c565b604080516001600160a01b0393909316835263ffffffff91909116602083015290a2565b91908203918211610b4e57565b8015611f5757611f53637fffffff611f4c8167ffffffffffffffff9460011c1642611f19565b1642611f19565b1690565b505f90565b93929190915f948015159081611fe0575b5015611fd15763ffffffff8360201c169060018201809211610b4e5763ffffffff1603611fc35767ffffffffffffffff1916159081611fba575b50611fae57565b638698bf3760e01b9150565b9050155f611fa7565b5063154445cd60e31b925050565b50638698bf3760e01b93505050565b6001600160a01b03915011155f611f6d565b5090915f93612002818386612412565b5060048110156121295715612103575b50823b156120fc575a6001600160ff1b03821682036120e8576120378260011b611759565b116120d9579161207a6001600160a01b039260209460405196879586956348e0542360e11b8752166004860152602485015260606044850152606484019161176b565b03813062061a80fa829181612098575b50612093575090565b905090565b9091506020813d6020116120d1575b816120b46020938361164a565b810103126120cd575180151581036120cd57905f61208a565b8280fd5b3d91506120a7565b632163225d60e21b8552600485fd5b634e487b7160e01b86526011600452602486fd5b5050505090565b9094506001600160a01b03808416911614612120575f935f612012565b50505050600190565b634e487b7160e01b5f52602160045260245ffd5b9493929491909161214f858588612412565b5060048110156121295715612236575b505050803b1561222e575a6001600160ff1b0384168403610b4e576121868460011b611759565b1161221f576121c86001600160a01b039260209460405196879586956348e0542360e11b8752166004860152602485015260606044850152606484019161176b565b03813062061a80fa5f91816121e2575b50611e1c57505f90565b9091506020813d602011612217575b816121fe6020938361164a565b810103126102745751801515810361027457905f6121d8565b3d91506121f1565b632163225d60e21b5f5260045ffd5b505050505f90565b6001600160a01b0316906001600160a01b038416821461227b5782612264575b5050612120575f808061215f565b600101546001600160a01b03161490505f80612256565b50505050505050600190565b60ff811690601f82116122b657604051916122a360408461164a565b6020808452838101919036833783525290565b632cd44ac360e21b5f5260045ffd5b908151156123fc57815160028101809111610b4e5760039004908160021b917f3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff811603610b4e57604051917f4142434445464748494a4b4c4d4e4f505152535455565758595a616263646566601f527f6768696a6b6c6d6e6f707172737475767778797a303132333435363738392b2f603f52602083018480518101602081018051915f82525b8089106123c057506020959697509060039291525106806001146123ab5760021461239e575b50808452830101604052565b603d905f1901535f612392565b50603d90815f1982015360011901535f612392565b939760036004910198603f8a51818160121c165183538181600c1c16516001840153818160061c1651600284015316516003820153019361236c565b905060405161240c60208261164a565b5f815290565b906041830361243c576124359250602081013591604082359201355f1a90612446565b9192909190565b50505f9160029190565b91907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a084116124bd579160209360809260ff5f9560405194855216868401526040830152606082015282805260015afa15610d11575f516001600160a01b038116156124b357905f905f90565b505f906001905f90565b5050505f916003919056fea164736f6c6343000825000a",
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
// the contract method with ID 0x2a4c8bb8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function relay((uint256,address,uint32,bytes)[] scribes, (uint256,bytes24,uint32,bytes)[] heads) returns(bytes4[] scribeReasons, bytes4[] headReasons)
func (carnet *Carnet) PackRelay(scribes []ICarnetScribeUpdate, heads []ICarnetHeadUpdate) []byte {
	enc, err := carnet.abi.Pack("relay", scribes, heads)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRelay is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x2a4c8bb8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function relay((uint256,address,uint32,bytes)[] scribes, (uint256,bytes24,uint32,bytes)[] heads) returns(bytes4[] scribeReasons, bytes4[] headReasons)
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
// from invoking the contract method with ID 0x2a4c8bb8.
//
// Solidity: function relay((uint256,address,uint32,bytes)[] scribes, (uint256,bytes24,uint32,bytes)[] heads) returns(bytes4[] scribeReasons, bytes4[] headReasons)
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
// the contract method with ID 0x43166dec.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setHeadBySig((uint256,bytes24,uint32,bytes) update) returns()
func (carnet *Carnet) PackSetHeadBySig(update ICarnetHeadUpdate) []byte {
	enc, err := carnet.abi.Pack("setHeadBySig", update)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetHeadBySig is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x43166dec.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setHeadBySig((uint256,bytes24,uint32,bytes) update) returns()
func (carnet *Carnet) TryPackSetHeadBySig(update ICarnetHeadUpdate) ([]byte, error) {
	return carnet.abi.Pack("setHeadBySig", update)
}

// PackSetHeads is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe9e2b825.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function setHeads((uint256,bytes24,uint32,bytes)[] updates) returns(bytes4[] reasons)
func (carnet *Carnet) PackSetHeads(updates []ICarnetHeadUpdate) []byte {
	enc, err := carnet.abi.Pack("setHeads", updates)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSetHeads is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe9e2b825.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function setHeads((uint256,bytes24,uint32,bytes)[] updates) returns(bytes4[] reasons)
func (carnet *Carnet) TryPackSetHeads(updates []ICarnetHeadUpdate) ([]byte, error) {
	return carnet.abi.Pack("setHeads", updates)
}

// UnpackSetHeads is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe9e2b825.
//
// Solidity: function setHeads((uint256,bytes24,uint32,bytes)[] updates) returns(bytes4[] reasons)
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
