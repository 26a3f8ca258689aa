// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchor} from "./IAnchor.sol";

/// @title Anchor
/// @notice See {IAnchor}, and docs/contracts.md for the invariants A1 to A4. Nobody administers this contract.
contract Anchor is IAnchor {
    /// @dev One slot: written anew on the first epoch, overwritten on every later one.
    struct Chain {
        bytes24 head;
        uint64 epochs;
    }

    mapping(address issuer => Chain) private _chains;

    /// @inheritdoc IAnchor
    function anchor(uint64 epoch, bytes32 root) external {
        Chain memory chain = _chains[msg.sender];
        if (epoch != chain.epochs) revert NotNextEpoch(chain.epochs);
        bytes24 head = bytes24(keccak256(abi.encodePacked(chain.head, epoch, root)));
        _chains[msg.sender] = Chain({head: head, epochs: epoch + 1});
        emit Anchored(msg.sender, epoch, root, head);
    }

    /// @inheritdoc IAnchor
    function headOf(address issuer) external view returns (uint64 epochs, bytes24 head) {
        Chain memory chain = _chains[issuer];
        return (chain.epochs, chain.head);
    }
}
