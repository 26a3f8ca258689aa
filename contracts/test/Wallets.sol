// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ICarnet} from "../src/ICarnet.sol";

bytes4 constant MAGIC = 0x1626ba7e;

/// @dev An honest smart account with one key.
contract KeyWallet {
    address immutable key;

    constructor(address key_) {
        key = key_;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (address signer,,) = ECDSA.tryRecoverCalldata(digest, signature);
        return signer == key ? MAGIC : bytes4(0xffffffff);
    }
}

/// @dev Says yes to everything: also what a careless EIP-7702 delegation does.
contract YesWallet {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return MAGIC;
    }
}

/// @dev Honest and dear, like a passkey wallet that verifies P-256 in Solidity.
contract SlowWallet {
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        uint256 start = gasleft();
        while (start - gasleft() < 350_000) {}
        return MAGIC;
    }
}

/// @dev The ways not to say yes, or to hurt who asks.
contract HostileWallet {
    enum Way {
        No,
        Revert,
        Panic,
        Empty,
        FourBytes,
        ThirtyOneBytes,
        DirtyPadding,
        MagicInTheWrongPlace,
        Loop,
        ReturnBomb,
        RevertBomb,
        WriteState,
        CallBack
    }

    Way immutable way;
    ICarnet immutable carnet;
    uint256 written;

    constructor(Way way_, ICarnet carnet_) {
        way = way_;
        carnet = carnet_;
    }

    fallback() external {
        if (way == Way.No) reply(0xffffffff << 224, 32);
        if (way == Way.Revert) revert("no");
        if (way == Way.Panic) assert(false);
        if (way == Way.Empty) reply(0, 0);
        if (way == Way.FourBytes) reply(uint256(bytes32(MAGIC)), 4);
        if (way == Way.ThirtyOneBytes) reply(uint256(bytes32(MAGIC)), 31);
        if (way == Way.DirtyPadding) reply(uint256(bytes32(MAGIC)) | 1, 32);
        if (way == Way.MagicInTheWrongPlace) reply(uint32(MAGIC), 32);
        if (way == Way.Loop) for (;;) {}
        if (way == Way.ReturnBomb) reply(0, 300_000);
        if (way == Way.RevertBomb) {
            assembly {
                revert(0, 300000)
            }
        }
        if (way == Way.WriteState) ++written;
        if (way == Way.CallBack) carnet.setScribe(uint160(address(this)), address(0xBAD));
        reply(uint256(bytes32(MAGIC)), 32);
    }

    function reply(uint256 word, uint256 size) private pure {
        assembly {
            mstore(0, word)
            return(0, size)
        }
    }
}
