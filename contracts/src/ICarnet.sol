// SPDX-License-Identifier: Apache-2.0
pragma solidity >=0.8.24;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {IERC5192} from "./IERC5192.sol";

/// @title Carnet: the shopper's token
/// @notice A soulbound ERC-721 token whose head commits to the shopper's encrypted index of receipts.
///
/// The token's id is its first owner's address as a number. So every account has exactly one carnet, its owner is known
/// before it exists, and it is minted by its first head: nobody needs to ask for it and nobody can take it.
///
/// Three keys have a say:
///   - the owner: everything, by transaction or (head and scribe) by EIP-712 signature, which anybody may relay;
///   - the scribe, a plain key that the owner may appoint: it moves the head by signature, and nothing else;
///   - the candidate of a proposed move: it accepts, after the delay.
interface ICarnet is IERC721Metadata, IERC4906, IERC5192, IERC5267 {
    /// @notice A head to set. EIP-712: SetHead(uint256 id,bytes24 prev,bytes24 head,uint32 seq). `prev` is signed but not
    /// sent: it is the head that is there now (zero before the first), and a signature over another one does not verify.
    /// @param id the token
    /// @param head the new head; zero erases, which only the owner may do
    /// @param seq the sequence number that the new head gets: one more than the present one (1 for the first)
    /// @param signature by the owner (65-byte ECDSA, or what the owner's ERC-1271 wallet accepts) or the scribe (ECDSA)
    struct HeadUpdate {
        uint256 id;
        bytes24 head;
        uint32 seq;
        bytes signature;
    }

    /// @notice A scribe to appoint. EIP-712: SetScribe(uint256 id,address scribe,uint32 nonce).
    /// @param id the token, minted or not
    /// @param scribe address of the scribe's key; zero for none
    /// @param nonce the present nonce, as `scribeOf` tells it (0 at first); the change uses it up
    /// @param signature by the owner (65-byte ECDSA, or what the owner's ERC-1271 wallet accepts)
    struct ScribeUpdate {
        uint256 id;
        address scribe;
        uint32 nonce;
        bytes signature;
    }

    /// @notice Revert if the id is no account's, or if a token that must exist has not been minted.
    error UnknownToken();

    /// @notice Revert if `seq` (or `prev`, where it is given) does not follow from what is there: another update came first, or a replay.
    error StaleHead();

    /// @notice Revert if the nonce is not the present one: another change came first, or a replay.
    error StaleScribe();

    /// @notice Revert if neither the owner nor (where it may) the scribe has signed exactly this update on what is there.
    error InvalidSignature();

    /// @notice Revert if the caller is not the account that may do this.
    error Unauthorized();

    /// @notice Revert if a token is asked to move to nobody or to its owner.
    error InvalidCandidate();

    /// @notice Revert if no move is proposed.
    error NoMove();

    /// @notice Revert if the delay of a proposed move has not passed.
    /// @param readyAt when it will have (seconds since 1970)
    error MoveTooEarly(uint64 readyAt);

    /// @notice Revert if too little gas is left to judge an ERC-1271 signature fairly. Not a verdict: send more gas.
    error GasTooLow();

    /// @notice Revert always, from ERC-721's transfers and approvals: a carnet cannot be given away or sold.
    error Soulbound();

    /// @notice The head of a token has a new value.
    /// @dev What a reader may rely on:
    ///   1. For one token, `seq` is 1, 2, 3, ... in log order, without a gap and without a repetition.
    ///   2. The latest event's head and seq are what `carnetOf` returns.
    ///   3. The owner, or the scribe that the owner had appointed, authorised exactly this head at exactly this seq; or
    ///      the token moved, and then the head is the one before.
    ///   4. `head` is zero only if the owner erased it.
    event HeadSet(uint256 indexed id, bytes24 head, uint32 seq);

    /// @notice A token has a new scribe, or none (zero).
    /// @dev What a reader may rely on:
    ///   1. `nonce` is 1, 2, 3, ... in log order for one token; it is the one that the next change must name.
    ///   2. The owner authorised it; or a scribe resigned (zero); or the token moved (zero).
    event ScribeSet(uint256 indexed id, address scribe, uint32 nonce);

    /// @notice The owner wants the token to move to another account. A later proposal takes the place of this one.
    /// @dev No Transfer to `to` comes before `readyAt`: whoever watches has that long to cancel.
    event MoveProposed(uint256 indexed id, address indexed to, uint64 readyAt);

    /// @notice The owner has taken a proposal back.
    event MoveCancelled(uint256 indexed id);

    /// @notice An item of a batch was refused and changed nothing.
    /// @param reason selector of the error with which `setHeadBySig` would have reverted
    event HeadRefused(uint256 indexed id, uint32 seq, bytes4 reason);

    /// @notice An item of a batch was refused and changed nothing.
    /// @param reason selector of the error with which `setScribeBySig` would have reverted
    event ScribeRefused(uint256 indexed id, uint32 nonce, bytes4 reason);

    /// @notice Sets the head as the owner; the first head mints the token.
    function setHead(uint256 id, bytes24 prev, bytes24 head, uint32 seq) external;

    /// @notice Sets the head for whoever signed; the first head mints the token. Anybody may send it.
    function setHeadBySig(HeadUpdate calldata update) external;

    /// @notice Sets many heads. One refused item does not stop the others.
    /// @return reasons per item: zero where the head was set, else the selector of the error that refused it
    function setHeads(HeadUpdate[] calldata updates) external returns (bytes4[] memory reasons);

    /// @notice Appoints scribes and then sets heads, in one transaction: what a relayer sends for many shoppers. One
    /// refused item does not stop the others.
    /// @return scribeReasons like `reasons` of `setHeads`, for `scribes`
    /// @return headReasons like `reasons` of `setHeads`, for `heads`
    function relay(ScribeUpdate[] calldata scribes, HeadUpdate[] calldata heads)
        external
        returns (bytes4[] memory scribeReasons, bytes4[] memory headReasons);

    /// @notice Sets the head to zero as the owner, whatever it is. The sequence number counts on, so that no earlier
    /// signature can bring a head back.
    function erase(uint256 id) external;

    /// @notice Appoints a scribe as the owner; zero for none. The token need not exist yet.
    function setScribe(uint256 id, address scribe) external;

    /// @notice Appoints a scribe for an owner who signed. Anybody may send it.
    function setScribeBySig(ScribeUpdate calldata update) external;

    /// @notice Ends the scribe's mandate, as the owner or as the scribe itself.
    function revokeScribe(uint256 id) external;

    /// @notice Proposes, as the owner, that the token move to another account. Starts the delay, or starts it anew.
    function proposeMove(uint256 id, address to) external;

    /// @notice Takes the proposal back, as the owner.
    function cancelMove(uint256 id) external;

    /// @notice Takes the token over, as the candidate, after the delay. The id stays; the scribe's mandate ends; the
    /// sequence number goes up by one, so that nothing the earlier owner or scribe has signed counts any more.
    function acceptMove(uint256 id) external;

    /// @notice What is known of an account's token, minted or not. Reverts only if the id is no account's.
    /// @return owner who it belongs to, or would
    /// @return head the present head; zero before the first and after `erase`
    /// @return seq how many times the head was set; 0 means that the token does not exist
    /// @return time when it was last set (seconds since 1970, of the block); 0 if never
    function carnetOf(uint256 id) external view returns (address owner, bytes24 head, uint32 seq, uint64 time);

    /// @notice The scribe of a token, minted or not.
    /// @return scribe zero for none
    /// @return nonce the one that the next SetScribe must name
    function scribeOf(uint256 id) external view returns (address scribe, uint32 nonce);

    /// @notice The proposed move of a token; zeros for none.
    function moveOf(uint256 id) external view returns (address to, uint64 readyAt);

    /// @notice Whether a contract vouches for a signature as ERC-1271 says: exactly the magic value in a 32-byte word.
    /// @dev Carnet calls this on itself with little gas, so that a hostile wallet's endless loop, huge answer or broken
    /// encoding stays in here. It may revert; that means no.
    function vouches(address wallet, bytes32 digest, bytes calldata signature) external view returns (bool);

    /// @notice How long a move must wait, in seconds.
    function MOVE_DELAY() external view returns (uint64);

    /// @notice Gas that an ERC-1271 wallet has for its verdict.
    function WALLET_GAS() external view returns (uint256);
}
