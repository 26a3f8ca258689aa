// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {ICarnet} from "./ICarnet.sol";
import {IERC5192} from "./IERC5192.sol";

/// @title Carnet
/// @notice See {ICarnet}, and docs/contracts.md for the invariants C1 to C10. Nobody administers this contract.
contract Carnet is ICarnet, EIP712 {
    bytes32 private constant SET_HEAD = keccak256("SetHead(uint256 id,bytes24 prev,bytes24 head,uint32 seq)");
    bytes32 private constant SET_SCRIBE = keccak256("SetScribe(uint256 id,address scribe,uint32 nonce)");

    /// @inheritdoc ICarnet
    uint64 public constant MOVE_DELAY = 2 days;

    /// @inheritdoc ICarnet
    /// @dev A Safe with three owners needs about 30,000; a passkey wallet without the P-256 precompile about 350,000.
    uint256 public constant WALLET_GAS = 400_000;

    /// @dev A token that never moved and has no scribe uses the first slot alone.
    struct Token {
        // All of it in one word, from the high end: head (192 bits), seq (32), time (31: seconds modulo 2^31), moved (1).
        // Zero: not minted.
        uint256 word;
        address scribe;
        uint32 nonce;
        // The owner of a moved token. The others' is in their id.
        address owner;
        address candidate;
        uint64 readyAt;
    }

    mapping(uint256 id => Token) private _tokens;

    /// @dev How many tokens an account has by a move. That of its own id is not counted here unless it moved back.
    mapping(address owner => uint256) private _received;

    constructor() EIP712("Carnet", "1") {}

    // ------------------------------------------------------------------------------------------------ head

    /// @inheritdoc ICarnet
    function setHead(uint256 id, bytes24 prev, bytes24 head, uint32 seq) external {
        Token storage token = _tokens[id];
        uint256 word = token.word;
        _require(_checkHead(id, word, head, seq));
        if (prev != _headIn(word)) revert StaleHead();
        if (msg.sender != _ownerIn(id, word)) revert Unauthorized();
        _writeHead(id, token, word, head, seq);
        if (word != 0) emit MetadataUpdate(id);
    }

    /// @inheritdoc ICarnet
    function setHeadBySig(HeadUpdate calldata update) external {
        _require(_setHeadBySig(update, _domainSeparatorV4()));
        if (update.seq > 1) emit MetadataUpdate(update.id);
    }

    /// @inheritdoc ICarnet
    function setHeads(HeadUpdate[] calldata updates) external returns (bytes4[] memory reasons) {
        return _setHeads(updates);
    }

    /// @inheritdoc ICarnet
    function relay(ScribeUpdate[] calldata scribes, HeadUpdate[] calldata heads)
        external
        returns (bytes4[] memory scribeReasons, bytes4[] memory headReasons)
    {
        scribeReasons = new bytes4[](scribes.length);
        for (uint256 i = 0; i < scribes.length; ++i) {
            bytes4 reason = _setScribeBySig(scribes[i]);
            if (reason == 0) continue;
            scribeReasons[i] = reason;
            emit ScribeRefused(scribes[i].id, scribes[i].nonce, reason);
        }
        headReasons = _setHeads(heads);
    }

    /// @inheritdoc ICarnet
    function erase(uint256 id) external {
        (Token storage token, uint256 word) = _minted(id);
        if (msg.sender != _ownerIn(id, word)) revert Unauthorized();
        _writeHead(id, token, word, 0, _seqIn(word) + 1);
        emit MetadataUpdate(id);
    }

    function _setHeads(HeadUpdate[] calldata updates) private returns (bytes4[] memory reasons) {
        reasons = new bytes4[](updates.length);
        bytes32 domain = _domainSeparatorV4();
        bool refresh = false;
        for (uint256 i = 0; i < updates.length; ++i) {
            HeadUpdate calldata update = updates[i];
            bytes4 reason = _setHeadBySig(update, domain);
            if (reason == 0) {
                refresh = true;
                continue;
            }
            reasons[i] = reason;
            emit HeadRefused(update.id, update.seq, reason);
        }
        // One for all: an event for each would cost a twentieth of the batch.
        if (refresh) emit BatchMetadataUpdate(1, type(uint160).max);
    }

    function _setHeadBySig(HeadUpdate calldata update, bytes32 domain) private returns (bytes4 reason) {
        uint256 id = update.id;
        bytes24 head = update.head;
        uint32 seq = update.seq;
        Token storage token = _tokens[id];
        uint256 word = token.word;
        reason = _checkHead(id, word, head, seq);
        if (reason != 0) return reason;
        bytes32 message = keccak256(abi.encode(SET_HEAD, id, _headIn(word), head, seq));
        bytes32 digest = MessageHashUtils.toTypedDataHash(domain, message);
        bool mayScribe = head != 0;
        if (!_signed(token, _ownerIn(id, word), mayScribe, digest, update.signature)) return InvalidSignature.selector;
        _writeHead(id, token, word, head, seq);
    }

    function _checkHead(uint256 id, uint256 word, bytes24 head, uint32 seq) private pure returns (bytes4 reason) {
        if (!_isAccount(id)) return UnknownToken.selector;
        if (seq != uint256(_seqIn(word)) + 1) return StaleHead.selector;
        // Nothing to erase: a token is not minted empty.
        if (head == 0 && word == 0) return UnknownToken.selector;
    }

    function _writeHead(uint256 id, Token storage token, uint256 word, bytes24 head, uint32 seq) private {
        token.word = _pack(head, seq, word & 1);
        if (word == 0) {
            emit Transfer(address(0), address(uint160(id)), id);
            emit Locked(id);
        }
        emit HeadSet(id, head, seq);
    }

    // ------------------------------------------------------------------------------------------------ scribe

    /// @inheritdoc ICarnet
    function setScribe(uint256 id, address scribe) external {
        (Token storage token, address owner) = _tokenOf(id);
        if (msg.sender != owner) revert Unauthorized();
        _writeScribe(id, token, scribe, token.nonce);
    }

    /// @inheritdoc ICarnet
    function setScribeBySig(ScribeUpdate calldata update) external {
        _require(_setScribeBySig(update));
    }

    /// @inheritdoc ICarnet
    function revokeScribe(uint256 id) external {
        (Token storage token, address owner) = _tokenOf(id);
        if (msg.sender != owner && msg.sender != token.scribe) revert Unauthorized();
        _writeScribe(id, token, address(0), token.nonce);
    }

    function _setScribeBySig(ScribeUpdate calldata update) private returns (bytes4 reason) {
        uint256 id = update.id;
        uint32 nonce = update.nonce;
        if (!_isAccount(id)) return UnknownToken.selector;
        Token storage token = _tokens[id];
        if (nonce != token.nonce) return StaleScribe.selector;
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(SET_SCRIBE, id, update.scribe, nonce)));
        if (!_signed(token, _ownerIn(id, token.word), false, digest, update.signature)) {
            return InvalidSignature.selector;
        }
        _writeScribe(id, token, update.scribe, nonce);
    }

    function _writeScribe(uint256 id, Token storage token, address scribe, uint32 nonce) private {
        token.scribe = scribe;
        token.nonce = nonce + 1;
        emit ScribeSet(id, scribe, nonce + 1);
    }

    // ------------------------------------------------------------------------------------------------ move

    /// @inheritdoc ICarnet
    function proposeMove(uint256 id, address to) external {
        (Token storage token, uint256 word) = _minted(id);
        address owner = _ownerIn(id, word);
        if (msg.sender != owner) revert Unauthorized();
        if (to == address(0) || to == owner) revert InvalidCandidate();
        uint64 readyAt = uint64(block.timestamp) + MOVE_DELAY;
        token.candidate = to;
        token.readyAt = readyAt;
        emit MoveProposed(id, to, readyAt);
    }

    /// @inheritdoc ICarnet
    function cancelMove(uint256 id) external {
        (Token storage token, uint256 word) = _minted(id);
        if (msg.sender != _ownerIn(id, word)) revert Unauthorized();
        if (token.candidate == address(0)) revert NoMove();
        _clearMove(token);
        emit MoveCancelled(id);
    }

    /// @inheritdoc ICarnet
    function acceptMove(uint256 id) external {
        (Token storage token, uint256 word) = _minted(id);
        if (token.candidate == address(0)) revert NoMove();
        if (msg.sender != token.candidate) revert Unauthorized();
        if (block.timestamp < token.readyAt) revert MoveTooEarly(token.readyAt);
        _clearMove(token);

        address from = _ownerIn(id, word);
        if (_movedIn(word)) --_received[from];
        ++_received[msg.sender];
        token.owner = msg.sender;
        emit Transfer(from, msg.sender, id);

        _writeScribe(id, token, address(0), token.nonce);
        _writeHead(id, token, word | 1, _headIn(word), _seqIn(word) + 1);
        emit MetadataUpdate(id);
    }

    function _clearMove(Token storage token) private {
        token.candidate = address(0);
        token.readyAt = 0;
    }

    // ------------------------------------------------------------------------------------------------ views

    /// @inheritdoc ICarnet
    function carnetOf(uint256 id) external view returns (address owner, bytes24 head, uint32 seq, uint64 time) {
        uint256 word = _tokens[id].word;
        (, owner) = _tokenOf(id);
        return (owner, _headIn(word), _seqIn(word), _timeIn(word));
    }

    /// @inheritdoc ICarnet
    function scribeOf(uint256 id) external view returns (address scribe, uint32 nonce) {
        return (_tokens[id].scribe, _tokens[id].nonce);
    }

    /// @inheritdoc ICarnet
    function moveOf(uint256 id) external view returns (address to, uint64 readyAt) {
        return (_tokens[id].candidate, _tokens[id].readyAt);
    }

    /// @inheritdoc IERC721
    function ownerOf(uint256 id) external view returns (address) {
        (, uint256 word) = _minted(id);
        return _ownerIn(id, word);
    }

    /// @inheritdoc IERC721
    function balanceOf(address owner) external view returns (uint256) {
        if (owner == address(0)) revert UnknownToken();
        uint256 word = _tokens[uint160(owner)].word;
        uint256 own = word != 0 && !_movedIn(word) ? 1 : 0;
        return own + _received[owner];
    }

    /// @inheritdoc IERC5192
    function locked(uint256 id) external view returns (bool) {
        _minted(id);
        return true;
    }

    /// @inheritdoc IERC721Metadata
    function name() external pure returns (string memory) {
        return "Carnet";
    }

    /// @inheritdoc IERC721Metadata
    function symbol() external pure returns (string memory) {
        return "CARNET";
    }

    /// @inheritdoc IERC721Metadata
    /// @dev The same for everybody but for the sequence number, which is public anyway.
    function tokenURI(uint256 id) external view returns (string memory) {
        (, uint256 word) = _minted(id);
        bytes memory json = abi.encodePacked(
            '{"name":"Carnet","description":"A book of sealed receipts. It cannot be transferred, and only its owner can read what it points to.",'
            '"image":"data:image/svg+xml;base64,',
            Base64.encode(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" rx="16" fill="#f4f1ea"/>'
                '<rect x="26" y="18" width="44" height="60" rx="4" fill="#1f3a5f"/><path d="M34 18v60" stroke="#f4f1ea" stroke-width="2"/></svg>'
            ),
            '","attributes":[{"display_type":"number","trait_type":"Updates","value":',
            Strings.toString(_seqIn(word)),
            "}]}"
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC721).interfaceId
            || interfaceId == type(IERC721Metadata).interfaceId || interfaceId == type(IERC5192).interfaceId
            || interfaceId == bytes4(0x49064906);
    }

    // ------------------------------------------------------------------------------------------------ soulbound

    /// @inheritdoc IERC721
    function getApproved(uint256 id) external view returns (address) {
        _minted(id);
        return address(0);
    }

    /// @inheritdoc IERC721
    function isApprovedForAll(address, address) external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IERC721
    function approve(address, uint256) external pure {
        revert Soulbound();
    }

    /// @inheritdoc IERC721
    function setApprovalForAll(address, bool) external pure {
        revert Soulbound();
    }

    /// @inheritdoc IERC721
    function transferFrom(address, address, uint256) external pure {
        revert Soulbound();
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address, address, uint256) external pure {
        revert Soulbound();
    }

    /// @inheritdoc IERC721
    function safeTransferFrom(address, address, uint256, bytes calldata) external pure {
        revert Soulbound();
    }

    // ------------------------------------------------------------------------------------------------ signatures

    /// @dev ECDSA first: the key of an account always speaks for it, whatever code EIP-7702 has put there. Then the
    /// scribe. Then, if the owner has code, ERC-1271: that code is the owner's choice.
    function _signed(Token storage token, address owner, bool mayScribe, bytes32 digest, bytes calldata signature)
        private
        view
        returns (bool)
    {
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (err == ECDSA.RecoverError.NoError) {
            if (signer == owner) return true;
            if (mayScribe && signer == token.scribe) return true;
        }
        if (owner.code.length == 0) return false;
        // A call gets at most 63/64 of what is left. With less than the wallet's due, "no" could mean "too little gas":
        // then whoever sends decides whether a signature is good. So that is no verdict but an error of the sender.
        // The second summand is the 64th and the call itself, the third is what it costs to hand over the signature.
        if (gasleft() < WALLET_GAS + WALLET_GAS / 32 + 2 * signature.length) revert GasTooLow();
        try this.vouches{gas: WALLET_GAS}(owner, digest, signature) returns (bool yes) {
            return yes;
        } catch {
            return false;
        }
    }

    /// @inheritdoc ICarnet
    function vouches(address wallet, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return IERC1271(wallet).isValidSignature(digest, signature) == IERC1271.isValidSignature.selector;
    }

    // ------------------------------------------------------------------------------------------------ words

    /// @dev An id is an account's number. Zero is nobody's; a larger number would be another spelling of the same owner.
    function _isAccount(uint256 id) private pure returns (bool) {
        return id != 0 && id <= type(uint160).max;
    }

    function _minted(uint256 id) private view returns (Token storage token, uint256 word) {
        token = _tokens[id];
        word = token.word;
        if (word == 0) revert UnknownToken();
    }

    /// @dev The token and its owner, minted or not.
    function _tokenOf(uint256 id) private view returns (Token storage token, address owner) {
        if (!_isAccount(id)) revert UnknownToken();
        token = _tokens[id];
        owner = _ownerIn(id, token.word);
    }

    function _ownerIn(uint256 id, uint256 word) private view returns (address) {
        return _movedIn(word) ? _tokens[id].owner : address(uint160(id));
    }

    function _pack(bytes24 head, uint32 seq, uint256 moved) private view returns (uint256) {
        return uint256(uint192(head)) << 64 | uint256(seq) << 32 | (block.timestamp & 0x7fffffff) << 1 | moved;
    }

    function _headIn(uint256 word) private pure returns (bytes24) {
        return bytes24(uint192(word >> 64));
    }

    function _seqIn(uint256 word) private pure returns (uint32) {
        return uint32(word >> 32);
    }

    /// @dev The latest time that is not in the future and has the stored 31 bits: right for 68 years after an update.
    function _timeIn(uint256 word) private view returns (uint64) {
        if (word == 0) return 0;
        uint256 age = (block.timestamp - (word >> 1 & 0x7fffffff)) & 0x7fffffff;
        return uint64(block.timestamp - age);
    }

    function _movedIn(uint256 word) private pure returns (bool) {
        return word & 1 == 1;
    }

    /// @dev Reverts with the error that `reason` is the selector of; zero is none.
    function _require(bytes4 reason) private pure {
        if (reason == 0) return;
        if (reason == UnknownToken.selector) revert UnknownToken();
        if (reason == StaleHead.selector) revert StaleHead();
        if (reason == StaleScribe.selector) revert StaleScribe();
        revert InvalidSignature();
    }
}
