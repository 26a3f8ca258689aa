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
        SetScribeOfItself,
        SetHeadOfItself,
        AskWithoutEnd
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
        if (way == Way.SetScribeOfItself) carnet.setScribe(uint160(address(this)), address(0xBAD));
        if (way == Way.SetHeadOfItself) carnet.setHead(uint160(address(this)), 0, bytes24(uint192(0xBAD)), 1);
        if (way == Way.AskWithoutEnd && !carnet.vouches(address(this), 0, "")) revert("no");
        reply(uint256(bytes32(MAGIC)), 32);
    }

    function reply(uint256 word, uint256 size) private pure {
        assembly {
            mstore(0, word)
            return(0, size)
        }
    }
}

/// @dev Answers by what it sees: the state of the carnet that asks, a switch that anybody flips, or the gas that it gets.
contract FickleWallet {
    enum By {
        Head,
        Switch,
        Gas
    }

    By immutable by;
    ICarnet immutable carnet;
    bool public on = true;
    uint256 immutable enough;

    constructor(By by_, ICarnet carnet_, uint256 enough_) {
        by = by_;
        carnet = carnet_;
        enough = enough_;
    }

    function flip() external {
        on = !on;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        bool yes;
        if (by == By.Head) {
            (,, uint32 seq,) = carnet.carnetOf(uint160(address(this)));
            yes = seq == 0;
        }
        if (by == By.Switch) yes = on;
        if (by == By.Gas) yes = gasleft() >= enough;
        return yes ? MAGIC : bytes4(0xffffffff);
    }
}
