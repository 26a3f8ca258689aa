// SPDX-License-Identifier: Apache-2.0
pragma solidity >=0.8.24;

/// @title ERC-5192: Minimal Soulbound NFTs. Interface id 0xb45a3c0e.
interface IERC5192 {
    /// @notice The token is bound to its owner.
    event Locked(uint256 tokenId);

    /// @notice The token is free to move. Part of the standard; Carnet never emits it.
    event Unlocked(uint256 tokenId);

    /// @notice Whether the token is bound. Reverts for a token that is owned by nobody.
    function locked(uint256 tokenId) external view returns (bool);
}
