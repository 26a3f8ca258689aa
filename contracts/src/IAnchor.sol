// SPDX-License-Identifier: Apache-2.0
pragma solidity >=0.8.24;

/// @title Anchor: the order of an issuer's receipt trees, in one slot per issuer
/// @notice An issuer (any account) publishes one Merkle root per epoch. The roots are chained into one 24-byte head, so
/// that a root can be neither changed, nor dropped, nor put elsewhere in the order without the head telling.
interface IAnchor {
    /// @notice Revert if `epoch` is not the issuer's next one.
    /// @param next the epoch number that would have been accepted. If it is greater than the one sent, then that epoch
    /// is anchored already: a repeated call after a crash lands here and changes nothing.
    error NotNextEpoch(uint64 next);

    /// @notice An issuer has closed an epoch.
    /// @dev What a reader may rely on:
    ///   1. For one issuer the epochs are 0, 1, 2, ... in log order, without a gap and without a repetition.
    ///   2. Event k's `head` is the first 24 bytes of keccak256(head of event k-1 (24 zero bytes for k = 0) ‖ uint64 k ‖
    ///      root of event k), and `headOf` returns the latest event's head.
    ///   3. The issuer itself sent the call: nobody else can write in its slot.
    /// @param issuer the account that called
    /// @param epoch number of the epoch, from 0
    /// @param root root of the epoch's tree (docs/protocol.md section 5); its meaning is the issuer's
    /// @param head chained head after this epoch
    event Anchored(address indexed issuer, uint64 indexed epoch, bytes32 root, bytes24 head);

    /// @notice Publishes the root of the caller's epoch `epoch`.
    /// @param epoch must be the number of epochs that the caller has anchored so far
    /// @param root any 32 bytes
    function anchor(uint64 epoch, bytes32 root) external;

    /// @notice Where an issuer stands.
    /// @return epochs how many epochs the issuer has anchored, which is the number of its next one
    /// @return head the chained head; 24 zero bytes before the first epoch
    function headOf(address issuer) external view returns (uint64 epochs, bytes24 head);
}
