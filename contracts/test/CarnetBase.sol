// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICarnet} from "../src/ICarnet.sol";
import {Base} from "./Base.sol";

/// @dev Signs what a shopper's wallet or scribe signs, by the words of EIP-712 and not with the contract's code.
abstract contract CarnetBase is Base {
    bytes32 constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 constant SET_HEAD = keccak256("SetHead(uint256 id,bytes24 prev,bytes24 head,uint32 seq)");
    bytes32 constant SET_SCRIBE = keccak256("SetScribe(uint256 id,address scribe,uint32 nonce)");

    function typedHash(address verifier, uint256 chain, bytes32 structHash) internal pure returns (bytes32) {
        bytes32 domain = keccak256(abi.encode(DOMAIN, keccak256("Carnet"), keccak256("1"), chain, verifier));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function headDigest(ICarnet c, uint256 id, bytes24 prev, bytes24 head, uint32 seq) internal view returns (bytes32) {
        return typedHash(address(c), block.chainid, keccak256(abi.encode(SET_HEAD, id, prev, head, seq)));
    }

    function scribeDigest(ICarnet c, uint256 id, address scribe, uint32 nonce) internal view returns (bytes32) {
        return typedHash(address(c), block.chainid, keccak256(abi.encode(SET_SCRIBE, id, scribe, nonce)));
    }

    /// @dev The update that follows on what is there, signed with `key`.
    function headBy(ICarnet c, uint256 key, uint256 id, bytes24 head)
        internal
        view
        returns (ICarnet.HeadUpdate memory)
    {
        (, bytes24 prev, uint32 seq,) = c.carnetOf(id);
        return ICarnet.HeadUpdate(id, head, seq + 1, signed(key, headDigest(c, id, prev, head, seq + 1)));
    }

    function scribeBy(ICarnet c, uint256 key, uint256 id, address scribe)
        internal
        view
        returns (ICarnet.ScribeUpdate memory)
    {
        (, uint32 nonce) = c.scribeOf(id);
        return ICarnet.ScribeUpdate(id, scribe, nonce, signed(key, scribeDigest(c, id, scribe, nonce)));
    }

    function idOf(address owner) internal pure returns (uint256) {
        return uint160(owner);
    }

    function wantToken(ICarnet c, uint256 id, address owner, bytes24 head, uint32 seq) internal view {
        (address gotOwner, bytes24 gotHead, uint32 gotSeq,) = c.carnetOf(id);
        vm.assertEq(gotOwner, owner, "owner");
        vm.assertEq(gotHead, head, "head");
        vm.assertEq(gotSeq, seq, "seq");
    }
}
