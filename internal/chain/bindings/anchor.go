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

// AnchorMetaData contains all meta data concerning the Anchor contract.
var AnchorMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"next\",\"type\":\"uint64\"}],\"name\":\"NotNextEpoch\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"issuer\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"uint64\",\"name\":\"epoch\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"}],\"name\":\"Anchored\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"epoch\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"}],\"name\":\"anchor\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"issuer\",\"type\":\"address\"}],\"name\":\"headOf\",\"outputs\":[{\"internalType\":\"uint64\",\"name\":\"epochs\",\"type\":\"uint64\"},{\"internalType\":\"bytes24\",\"name\":\"head\",\"type\":\"bytes24\"}],\"stateMutability\":\"view\",\"type\":\"function\"}]",
	ID:  "Anchor",
	Bin: "0x6080806040523460155761025e908161001a8239f35b5f80fdfe6080806040526004361015610012575f80fd5b5f3560e01c9081631db0e136146101c4575063a685520814610032575f80fd5b346101c05760403660031901126101c05760043567ffffffffffffffff8116908181036101c05760243590335f525f60205260405f206040519061007582610235565b5467ffffffffffffffff198160401b16825260c01c8060208301528085036101ae575067ffffffffffffffff19905116604051916020830191825267ffffffffffffffff60c01b9060c01b166038830152826040830152604082526060820182811067ffffffffffffffff82111761019a576040529051902067ffffffffffffffff19166001830167ffffffffffffffff8111610186576040519061011982610235565b82825267ffffffffffffffff6020830191168152335f525f60205260405f20915160401c9067ffffffffffffffff60c01b905160c01b1617905560405191825260208201527f25862f16c785fd9e738021875c264c675a285213f93525620e4d04021c5146e760403392a3005b634e487b7160e01b5f52601160045260245ffd5b634e487b7160e01b5f52604160045260245ffd5b6383d6c29d60e01b5f5260045260245ffd5b5f80fd5b346101c05760203660031901126101c05760043573ffffffffffffffffffffffffffffffffffffffff81168091036101c0576040916020915f525f8252825f2061020d82610235565b549067ffffffffffffffff1982851b169182825260c01c928391015282519182526020820152f35b6040810190811067ffffffffffffffff82111761019a5760405256fea164736f6c6343000825000a",
}

// Anchor is an auto generated Go binding around an Ethereum contract.
type Anchor struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Anchor) GetABI() abi.ABI {
	return c.abi
}

// NewAnchor creates a new instance of Anchor.
func NewAnchor() *Anchor {
	parsed, err := AnchorMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Anchor{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Anchor) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackAnchor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6855208.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function anchor(uint64 epoch, bytes32 root) returns()
func (anchor *Anchor) PackAnchor(epoch uint64, root [32]byte) []byte {
	enc, err := anchor.abi.Pack("anchor", epoch, root)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAnchor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa6855208.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function anchor(uint64 epoch, bytes32 root) returns()
func (anchor *Anchor) TryPackAnchor(epoch uint64, root [32]byte) ([]byte, error) {
	return anchor.abi.Pack("anchor", epoch, root)
}

// PackHeadOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1db0e136.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function headOf(address issuer) view returns(uint64 epochs, bytes24 head)
func (anchor *Anchor) PackHeadOf(issuer common.Address) []byte {
	enc, err := anchor.abi.Pack("headOf", issuer)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHeadOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1db0e136.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function headOf(address issuer) view returns(uint64 epochs, bytes24 head)
func (anchor *Anchor) TryPackHeadOf(issuer common.Address) ([]byte, error) {
	return anchor.abi.Pack("headOf", issuer)
}

// HeadOfOutput serves as a container for the return parameters of contract
// method HeadOf.
type HeadOfOutput struct {
	Epochs uint64
	Head   [24]byte
}

// UnpackHeadOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1db0e136.
//
// Solidity: function headOf(address issuer) view returns(uint64 epochs, bytes24 head)
func (anchor *Anchor) UnpackHeadOf(data []byte) (HeadOfOutput, error) {
	out, err := anchor.abi.Unpack("headOf", data)
	outstruct := new(HeadOfOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Epochs = *abi.ConvertType(out[0], new(uint64)).(*uint64)
	outstruct.Head = *abi.ConvertType(out[1], new([24]byte)).(*[24]byte)
	return *outstruct, nil
}

// AnchorAnchored represents a Anchored event raised by the Anchor contract.
type AnchorAnchored struct {
	Issuer common.Address
	Epoch  uint64
	Root   [32]byte
	Head   [24]byte
	Raw    *types.Log // Blockchain specific contextual infos
}

const AnchorAnchoredEventName = "Anchored"

// ContractEventName returns the user-defined event name.
func (AnchorAnchored) ContractEventName() string {
	return AnchorAnchoredEventName
}

// UnpackAnchoredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Anchored(address indexed issuer, uint64 indexed epoch, bytes32 root, bytes24 head)
func (anchor *Anchor) UnpackAnchoredEvent(log *types.Log) (*AnchorAnchored, error) {
	event := "Anchored"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchor.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorAnchored)
	if len(log.Data) > 0 {
		if err := anchor.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchor.abi.Events[event].Inputs {
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
func (anchor *Anchor) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], anchor.abi.Errors["NotNextEpoch"].ID.Bytes()[:4]) {
		return anchor.UnpackNotNextEpochError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// AnchorNotNextEpoch represents a NotNextEpoch error raised by the Anchor contract.
type AnchorNotNextEpoch struct {
	Next uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotNextEpoch(uint64 next)
func AnchorNotNextEpochErrorID() common.Hash {
	return common.HexToHash("0x83d6c29d3d061b62255a56c21520e60cae2df31953714597484fae8f3f1ebcd8")
}

// UnpackNotNextEpochError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotNextEpoch(uint64 next)
func (anchor *Anchor) UnpackNotNextEpochError(raw []byte) (*AnchorNotNextEpoch, error) {
	out := new(AnchorNotNextEpoch)
	if err := anchor.abi.UnpackIntoInterface(out, "NotNextEpoch", raw); err != nil {
		return nil, err
	}
	return out, nil
}
