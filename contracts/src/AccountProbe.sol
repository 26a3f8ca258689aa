// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What a gateway asks of a smart account, in one eth_call
/// @notice Never deployed: its creation code and arguments are the data of an eth_call that has no `to`, so that nothing
/// it does outlives the call. What it returns in place of code is the answer, of always five words.
/// @dev The words are
///      0  bit 0: the account says yes; bit 1: it had code before the factory was asked; bit 2: it has code now
///      1  EXTCODEHASH of the account
///      2  the account's code from the left if that is an EIP-7702 delegation (0xef0100 and the delegate), else zero
///      3  a hash over the implementations: each place that has code, with its code hash; zero if there is none
///      4  a hash over what the account tells of its owners
///      The account, its factory and its owners' getters are strangers. They cannot make the answer longer, and they
///      get gas by explicit limits that leave enough to give it. Whoever reads the answer believes nothing else.
contract AccountProbe {
    /// @dev ERC-1271's isValidSignature(bytes32,bytes) and what it returns for yes, left-aligned in a word whose rest is zero.
    bytes4 private constant MAGIC = 0x1626ba7e;

    /// @dev Gas of each getter, and what is left of its answer: 100 owners.
    uint256 private constant GETTER_GAS = 200_000;
    uint256 private constant GETTER_BYTES = 4096;

    /// @dev Gas that is kept while the account verifies (three getters, places, the answer), and while the factory works
    ///      (that, and what a verification by P-256 in Solidity needs).
    uint256 private constant AFTER_VERIFYING = 900_000;
    uint256 private constant AFTER_FACTORY = 1_400_000;

    /// @param account who is said to have signed
    /// @param digest EIP-191 hash of the message
    /// @param signature what the account is asked about, may be empty
    /// @param factory ERC-6492: who makes the account if it has no code; zero for nobody
    /// @param order ERC-6492: what the factory is told
    /// @param places where implementations may be: EIP-1967's, a Safe's singleton, EIP-1967's beacon; zero for none
    constructor(
        address account,
        bytes32 digest,
        bytes memory signature,
        address factory,
        bytes memory order,
        address[3] memory places
    ) {
        uint256 status = account.code.length != 0 ? 2 : 0;
        if (status == 0 && factory != address(0)) {
            // Whatever the factory answers: what counts is the code that is at the account's address afterwards.
            ask(factory, false, gasAbove(AFTER_FACTORY), order, 0);
        }
        bytes memory head;
        if (account.code.length != 0) {
            status |= 4;
            bytes memory question = abi.encodeWithSelector(MAGIC, digest, signature);
            (bool ok, uint256 size, bytes memory said) = ask(account, true, gasAbove(AFTER_VERIFYING), question, 32);
            if (ok && size == 32 && bytes32(said) == bytes32(MAGIC)) status |= 1;
            if (account.code.length == 23) head = account.code;
        }
        bytes32 owners = status & 1 != 0 ? ownersOf(account) : bytes32(0);
        bytes memory answer =
            abi.encode(status, account.codehash, delegation(head), implementations(head, places), owners);
        assembly {
            return(add(answer, 32), mload(answer))
        }
    }

    function ownersOf(address account) private returns (bytes32 owners) {
        // Safe's getOwners() and getThreshold(), and the owner() of ERC-173.
        bytes4[3] memory getters = [bytes4(0xa0e67e2b), bytes4(0xe75235b8), bytes4(0x8da5cb5b)];
        for (uint256 i; i < 3; ++i) {
            (bool ok, uint256 size, bytes memory said) =
                ask(account, true, GETTER_GAS, abi.encodeWithSelector(getters[i]), GETTER_BYTES);
            owners = keccak256(abi.encode(owners, ok, size, said));
        }
    }

    function implementations(bytes memory head, address[3] memory places) private returns (bytes32 all) {
        all = add(all, places[0]);
        all = add(all, places[1]);
        all = add(all, places[2]);
        if (places[2].code.length != 0) {
            (bool ok, uint256 size, bytes memory said) =
                ask(places[2], true, GETTER_GAS, abi.encodeWithSelector(0x5c60da1b), 32); // implementation()
            if (ok && size == 32) all = add(all, address(uint160(uint256(bytes32(said)))));
        }
        all = add(all, address(uint160(uint256(delegation(head)) >> 72)));
    }

    /// @dev A place without code is not an implementation: slot 0 of most accounts is some other variable.
    function add(bytes32 all, address place) private view returns (bytes32) {
        return place.code.length == 0 ? all : keccak256(abi.encode(all, place, place.codehash));
    }

    function delegation(bytes memory head) private pure returns (bytes32) {
        return bytes3(head) == 0xef0100 ? bytes32(head) : bytes32(0);
    }

    /// @dev All the gas but what has to be left.
    function gasAbove(uint256 rest) private view returns (uint256) {
        return gasleft() > rest ? gasleft() - rest : 0;
    }

    /// @dev Calls and keeps at most `limit` bytes of the answer. Solidity's own call would copy all that it is given, and
    ///      the caller would pay for the memory.
    function ask(address target, bool readOnly, uint256 gas_, bytes memory question, uint256 limit)
        private
        returns (bool ok, uint256 size, bytes memory said)
    {
        assembly {
            let data := add(question, 32)
            let length := mload(question)
            switch readOnly
            case 0 { ok := call(gas_, target, 0, data, length, 0, 0) }
            default { ok := staticcall(gas_, target, data, length, 0, 0) }
            size := returndatasize()
            let kept := size
            if gt(kept, limit) { kept := limit }
            said := mload(0x40)
            mstore(said, kept)
            returndatacopy(add(said, 32), 0, kept)
            mstore(add(add(said, 32), kept), 0)
            mstore(0x40, and(add(add(said, 95), kept), not(31)))
        }
    }
}
