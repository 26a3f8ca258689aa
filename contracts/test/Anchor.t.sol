// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchor} from "../src/IAnchor.sol";
import {Base} from "./Base.sol";

contract AnchorTest is Base {
    IAnchor anchor = IAnchor(deploy("Anchor"));
    address constant ISSUER = address(0xA11CE);

    function next(bytes24 head, uint64 epoch, bytes32 root) internal pure returns (bytes24) {
        return bytes24(keccak256(bytes.concat(head, bytes8(epoch), root)));
    }

    function wantHead(address issuer, uint64 epochs, bytes24 head) internal view {
        (uint64 gotEpochs, bytes24 gotHead) = anchor.headOf(issuer);
        vm.assertEq(gotEpochs, epochs, "epochs");
        vm.assertEq(gotHead, head, "head");
    }

    function test_A1_an_issuer_starts_with_nothing() public view {
        wantHead(ISSUER, 0, 0);
    }

    function test_A2_each_epoch_is_announced_with_the_chained_head() public {
        bytes24 head;
        for (uint64 epoch = 0; epoch < 3; ++epoch) {
            bytes32 root = keccak256(abi.encode(epoch));
            head = next(head, epoch, root);
            vm.expectEmit(address(anchor));
            emit IAnchor.Anchored(ISSUER, epoch, root, head);
            vm.prank(ISSUER);
            anchor.anchor(epoch, root);
            wantHead(ISSUER, epoch + 1, head);
        }
    }

    function test_A3_the_same_epoch_twice_is_refused_and_changes_nothing() public {
        vm.prank(ISSUER);
        anchor.anchor(0, bytes32(uint256(1)));
        vm.expectRevert(abi.encodeWithSelector(IAnchor.NotNextEpoch.selector, uint64(1)));
        vm.prank(ISSUER);
        anchor.anchor(0, bytes32(uint256(1)));
        wantHead(ISSUER, 1, next(0, 0, bytes32(uint256(1))));
    }

    function testFuzz_A3_only_the_next_epoch_is_accepted(uint8 before, uint64 epoch, bytes32 root) public {
        before = before % 8;
        for (uint64 i = 0; i < before; ++i) {
            vm.prank(ISSUER);
            anchor.anchor(i, root);
        }
        if (epoch != before) {
            vm.expectRevert(abi.encodeWithSelector(IAnchor.NotNextEpoch.selector, uint64(before)));
        }
        vm.prank(ISSUER);
        anchor.anchor(epoch, root);
    }

    function testFuzz_A3_issuers_do_not_touch_each_other(address a, address b, bytes32 root) public {
        vm.assume(a != b);
        vm.prank(a);
        anchor.anchor(0, root);
        wantHead(b, 0, 0);
        vm.prank(b);
        anchor.anchor(0, ~root);
        wantHead(a, 1, next(0, 0, root));
        wantHead(b, 1, next(0, 0, ~root));
    }

    function testFuzz_A4_one_slot_for_an_issuer_whatever_it_anchors(bytes32[4] calldata roots) public {
        vm.record();
        for (uint64 i = 0; i < roots.length; ++i) {
            vm.prank(ISSUER);
            anchor.anchor(i, roots[i]);
        }
        (, bytes32[] memory writes) = vm.accesses(address(anchor));
        vm.assertEq(writes.length, roots.length, "one write an epoch");
        for (uint256 i = 1; i < writes.length; ++i) {
            vm.assertEq(writes[i], writes[0], "always the same slot");
        }
    }
}

/// @dev Issuers who anchor, repeat themselves, skip ahead; and what should have come of it.
contract AnchorHandler is Base {
    IAnchor public immutable anchor = IAnchor(deploy("Anchor"));
    address[4] public issuers = [address(0x11), address(0x22), address(0x33), address(0x44)];
    mapping(address issuer => bytes32[]) roots;

    function anchorNext(uint8 who, bytes32 root) public {
        address issuer = issuers[who % 4];
        vm.prank(issuer);
        anchor.anchor(uint64(roots[issuer].length), root);
        roots[issuer].push(root);
    }

    function anchorOther(uint8 who, uint64 epoch, bytes32 root) public {
        address issuer = issuers[who % 4];
        // Half of the tries are near what is right.
        if (epoch % 2 == 0) epoch = uint64(roots[issuer].length) + epoch % 5;
        if (epoch == roots[issuer].length) ++epoch;
        vm.prank(issuer);
        try anchor.anchor(epoch, root) {
            vm.assertTrue(false, "A3: an epoch that is not the next one was accepted");
        } catch {}
    }

    function modelOf(address issuer) public view returns (uint64 epochs, bytes24 head) {
        epochs = uint64(roots[issuer].length);
        for (uint64 i = 0; i < epochs; ++i) {
            head = bytes24(keccak256(bytes.concat(head, bytes8(i), roots[issuer][i])));
        }
    }
}

contract AnchorInvariants is Base {
    AnchorHandler handler = new AnchorHandler();

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_A1_epochs_count_the_issuers_own_calls() public view {
        for (uint256 i = 0; i < 4; ++i) {
            (uint64 want,) = handler.modelOf(handler.issuers(i));
            (uint64 got,) = handler.anchor().headOf(handler.issuers(i));
            vm.assertEq(got, want, "A1");
        }
    }

    function invariant_A2_the_head_chains_every_root_in_order() public view {
        for (uint256 i = 0; i < 4; ++i) {
            (, bytes24 want) = handler.modelOf(handler.issuers(i));
            (, bytes24 got) = handler.anchor().headOf(handler.issuers(i));
            vm.assertEq(got, want, "A2");
        }
    }

    /// @dev A3 (no other epoch is accepted) is asserted by the handler at every try; that it tries is seen by A1.
    function invariant_A3_accounts_that_never_called_have_nothing() public view {
        (uint64 epochs, bytes24 head) = handler.anchor().headOf(address(handler));
        vm.assertEq(epochs, 0, "A3");
        vm.assertEq(head, 0, "A3");
    }
}
