// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Account} from "@openzeppelin/contracts/account/Account.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AbstractSigner} from "@openzeppelin/contracts/utils/cryptography/signers/AbstractSigner.sol";
import {ERC7739} from "@openzeppelin/contracts/utils/cryptography/signers/draft-ERC7739.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @dev An ERC-4337 account of OpenZeppelin's parts, behind an EIP-1967 proxy: one key, ERC-7739 signatures, UUPS upgrades.
contract KeyAccount is Account, ERC7739, UUPSUpgradeable {
    address public key;

    constructor() EIP712("KeyAccount", "1") {
        key = address(1); // the implementation itself is nobody's
    }

    function initialize(address key_) external {
        require(key == address(0));
        key = key_;
    }

    function rotate(address key_) external {
        require(msg.sender == key);
        key = key_;
    }

    function _rawSignatureValidation(bytes32 digest, bytes calldata signature)
        internal
        view
        override(AbstractSigner)
        returns (bool)
    {
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecover(digest, signature);
        return err == ECDSA.RecoverError.NoError && signer == key;
    }

    function _authorizeUpgrade(address) internal view override {
        require(msg.sender == key);
    }
}

/// @dev Another implementation with the same storage: what an upgrade leads to.
contract OtherKeyAccount is KeyAccount {
    function version() external pure returns (uint256) {
        return 2;
    }
}

contract KeyAccountFactory {
    address public immutable implementation;

    constructor(address implementation_) {
        implementation = implementation_;
    }

    function create(address key, uint256 salt) external returns (address) {
        return
            address(new ERC1967Proxy{salt: bytes32(salt)}(implementation, abi.encodeCall(KeyAccount.initialize, (key))));
    }
}

/// @dev An attacker's factory: makes what it is told to, or calls it.
contract AnyFactory {
    function create(bytes memory code) external returns (address made) {
        assembly {
            made := create2(0, add(code, 32), mload(code), 0)
        }
    }

    function call(address target, bytes calldata data) external {
        (bool ok,) = target.call(data);
        require(ok);
    }
}

contract YesAccount {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return 0x1626ba7e;
    }
}

/// @dev The ways to hurt who asks, or to say something that is not yes.
contract HostileAccount {
    enum Way {
        No,
        Revert,
        Empty,
        FourBytes,
        ThirtyOneBytes,
        SixtyFourBytes,
        DirtyPadding,
        MagicOnTheRight,
        Loop,
        ReturnBomb,
        RevertBomb,
        WriteState,
        Invalid,
        YesInEvenBlocks,
        YesAndLoopingOwners,
        YesAndBombingOwners
    }

    Way immutable way;
    uint256 written;

    constructor(Way way_) {
        way = way_;
    }

    fallback() external {
        uint256 magic = uint256(bytes32(bytes4(0x1626ba7e)));
        bool asked = msg.sig == 0x1626ba7e;
        if (way == Way.YesAndLoopingOwners) {
            if (asked) reply(magic, 32);
            for (;;) {}
        }
        if (way == Way.YesAndBombingOwners) reply(magic, asked ? 32 : 400_000);
        if (way == Way.No) reply(uint256(0xffffffff) << 224, 32);
        if (way == Way.Revert) revert("no");
        if (way == Way.Empty) reply(0, 0);
        if (way == Way.FourBytes) reply(magic, 4);
        if (way == Way.ThirtyOneBytes) reply(magic, 31);
        if (way == Way.SixtyFourBytes) reply(magic, 64);
        if (way == Way.DirtyPadding) reply(magic | 1, 32);
        if (way == Way.MagicOnTheRight) reply(0x1626ba7e, 32);
        if (way == Way.Loop) for (;;) {}
        if (way == Way.ReturnBomb) reply(magic, 4_000_000);
        if (way == Way.RevertBomb) {
            assembly {
                revert(0, 900000)
            }
        }
        if (way == Way.WriteState) ++written;
        if (way == Way.Invalid) {
            assembly {
                invalid()
            }
        }
        if (way == Way.YesInEvenBlocks && block.number % 2 == 1) reply(0, 32);
        reply(magic, 32);
    }

    function reply(uint256 word, uint256 size) private pure {
        assembly {
            mstore(0, word)
            return(0, size)
        }
    }
}
