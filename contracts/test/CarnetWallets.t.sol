// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICarnet} from "../src/ICarnet.sol";
import {CarnetBase} from "./CarnetBase.sol";
import {FickleWallet, HostileWallet, KeyWallet, SlowWallet, YesWallet} from "./Wallets.sol";

/// @dev Owners with code: ERC-1271 and EIP-7702.
contract CarnetWalletsTest is CarnetBase {
    ICarnet carnet = ICarnet(deploy("Carnet"));
    uint256 immutable aliceKey = keyOf("alice");
    uint256 immutable bobKey = keyOf("bob");
    address immutable alice = vm.addr(keyOf("alice"));
    bytes24 constant H1 = bytes24(uint192(0x1111));
    bytes24 constant H2 = bytes24(uint192(0x2222));

    function test_a_smart_account_sets_its_head_and_scribe() public {
        address wallet = address(new KeyWallet(alice));
        uint256 id = idOf(wallet);
        carnet.setHeadBySig(headBy(carnet, aliceKey, id, H1));
        carnet.setScribeBySig(scribeBy(carnet, aliceKey, id, vm.addr(bobKey)));
        carnet.setHeadBySig(headBy(carnet, bobKey, id, H2));
        carnet.setHeadBySig(headBy(carnet, aliceKey, id, 0));
        wantToken(carnet, id, wallet, 0, 3);
    }

    function test_a_smart_account_says_no_to_a_strangers_signature() public {
        uint256 id = idOf(address(new KeyWallet(alice)));
        ICarnet.HeadUpdate memory update = headBy(carnet, bobKey, id, H1);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(update);
    }

    function test_a_signature_for_one_account_does_not_pass_for_another_with_the_same_key() public {
        uint256 one = idOf(address(new KeyWallet(alice)));
        uint256 two = idOf(address(new KeyWallet(alice)));
        ICarnet.HeadUpdate memory update = headBy(carnet, aliceKey, one, H1);
        update.id = two;
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(update);
    }

    function testFuzz_C9_a_hostile_wallet_does_not_spoil_a_batch(uint8 way, bytes calldata signature) public {
        HostileWallet.Way w = HostileWallet.Way(way % (uint8(type(HostileWallet.Way).max) + 1));
        address wallet = address(new HostileWallet(w, carnet));
        ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](4);
        updates[0] = headBy(carnet, aliceKey, idOf(alice), H1);
        updates[1] = ICarnet.HeadUpdate(idOf(wallet), H1, 1, signature);
        updates[2] = updates[1];
        updates[3] = headBy(carnet, bobKey, idOf(vm.addr(bobKey)), H2);
        uint256 before = gasleft();
        bytes4[] memory reasons = carnet.setHeads{gas: 3_000_000}(updates);
        vm.assertLe(before - gasleft(), 2 * (carnet.WALLET_GAS() + 10_000) + 200_000, "gas");
        vm.assertEq(reasons[0], bytes4(0), "the one before");
        vm.assertEq(reasons[1], ICarnet.InvalidSignature.selector, "the hostile one");
        vm.assertEq(reasons[2], ICarnet.InvalidSignature.selector, "the hostile one again");
        vm.assertEq(reasons[3], bytes4(0), "the one after");
        wantToken(carnet, idOf(wallet), wallet, 0, 0);
        (address scribe, uint32 nonce) = carnet.scribeOf(idOf(wallet));
        vm.assertEq(scribe, address(0), "scribe");
        vm.assertEq(nonce, 0, "nonce");
    }

    function test_C9_twenty_bombs_cost_no_more_than_twenty_times_one() public {
        HostileWallet.Way[3] memory ways =
            [HostileWallet.Way.ReturnBomb, HostileWallet.Way.RevertBomb, HostileWallet.Way.Loop];
        for (uint256 k = 0; k < ways.length; ++k) {
            address wallet = address(new HostileWallet(ways[k], carnet));
            ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](20);
            for (uint256 i = 0; i < 20; ++i) {
                updates[i] = ICarnet.HeadUpdate(idOf(wallet), H1, 1, "");
            }
            uint256 before = gasleft();
            carnet.setHeads(updates);
            vm.assertLe(before - gasleft(), 20 * (carnet.WALLET_GAS() + 10_000), "gas");
        }
    }

    /// @dev With any gas a good signature of a wallet is either accepted, or the whole call fails: who sends cannot
    /// make it look bad.
    function testFuzz_C9_too_little_gas_is_no_verdict(uint24 gas_, uint16 size) public {
        address wallet = address(new SlowWallet());
        ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](1);
        updates[0] = ICarnet.HeadUpdate(idOf(wallet), H1, 1, new bytes(size));
        uint256 gas = 40_000 + uint256(gas_) % 800_000;
        try carnet.setHeads{gas: gas}(updates) returns (bytes4[] memory reasons) {
            vm.assertEq(reasons[0], bytes4(0), "reason");
        } catch {
            vm.assertLe(gas, 600_000 + 8 * uint256(size), "this should have been enough gas");
        }
    }

    function test_with_too_little_gas_the_error_says_so() public {
        ICarnet.HeadUpdate memory update = ICarnet.HeadUpdate(idOf(address(new YesWallet())), H1, 1, "");
        vm.expectRevert(ICarnet.GasTooLow.selector);
        carnet.setHeadBySig{gas: 350_000}(update);
    }

    // ------------------------------------------------------------------------------------------------ changing answers

    /// @dev A wallet is asked about each item by itself, on the state that the items before have left.
    function test_C9_a_wallet_that_says_yes_once_sets_one_head_of_a_batch() public {
        address wallet = address(new FickleWallet(FickleWallet.By.Head, carnet, 0));
        ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](3);
        updates[0] = ICarnet.HeadUpdate(idOf(wallet), H1, 1, "");
        updates[1] = ICarnet.HeadUpdate(idOf(wallet), H2, 2, "");
        updates[2] = headBy(carnet, aliceKey, idOf(alice), H1);
        bytes4[] memory reasons = carnet.setHeads(updates);
        vm.assertEq(reasons[0], bytes4(0), "0");
        vm.assertEq(reasons[1], ICarnet.InvalidSignature.selector, "1");
        vm.assertEq(reasons[2], bytes4(0), "2");
        wantToken(carnet, idOf(wallet), wallet, H1, 1);
    }

    /// @dev What a wallet said before counts for nothing: neither for the same bytes again nor after a no.
    function test_C5_a_wallet_that_changes_its_mind_is_asked_anew_every_time() public {
        FickleWallet wallet = new FickleWallet(FickleWallet.By.Switch, carnet, 0);
        uint256 id = idOf(address(wallet));
        ICarnet.HeadUpdate memory first = ICarnet.HeadUpdate(id, H1, 1, "the same bytes");
        carnet.setHeadBySig(first);
        vm.expectRevert(ICarnet.StaleHead.selector);
        carnet.setHeadBySig(first); // although the wallet would say yes again
        wallet.flip();
        ICarnet.HeadUpdate memory second = ICarnet.HeadUpdate(id, H2, 2, "the same bytes");
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(second);
        wallet.flip();
        carnet.setHeadBySig(second);
        wantToken(carnet, id, address(wallet), H2, 2);
    }

    /// @dev A wallet that counts its gas always sees the same, to the last unit, or the call fails: what it answers is not the sender's choice.
    function test_C9_the_sender_does_not_choose_the_answer_of_a_wallet_that_counts_its_gas() public {
        uint256[3] memory sizes = [uint256(0), 4096, 60_000];
        for (uint256 i = 0; i < sizes.length; ++i) {
            ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](1);
            updates[0].signature = new bytes(sizes[i]);
            updates[0].id = idOf(address(new FickleWallet(FickleWallet.By.Gas, carnet, gasSeen(updates[0].signature))));
            (uint256 verdicts, uint256 failures) = (0, 0);
            for (uint256 gas = 400_000; gas < 480_000 + 6 * sizes[i]; gas += 500 + sizes[i] / 20) {
                (updates[0].head, updates[0].seq) = (H1, uint32(verdicts + 1));
                try carnet.setHeads{gas: gas}(updates) returns (bytes4[] memory reasons) {
                    vm.assertEq(reasons[0], bytes4(0), "reason");
                    ++verdicts;
                } catch {
                    vm.assertEq(verdicts, 0, "less was enough");
                    ++failures;
                }
            }
            vm.assertTrue(verdicts > 9 && failures > 9, "both happen");
        }
    }

    /// @dev The gas that a wallet sees when there is plenty: the most that one may ask for and still say yes.
    function gasSeen(bytes memory signature) internal returns (uint256 most) {
        for (uint256 step = 2 ** 18; step > 0; step /= 2) {
            FickleWallet wallet = new FickleWallet(FickleWallet.By.Gas, carnet, most + step);
            ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](1);
            updates[0] = ICarnet.HeadUpdate(idOf(address(wallet)), H1, 1, signature);
            if (carnet.setHeads{gas: 5_000_000}(updates)[0] == 0) most += step;
        }
        vm.assertTrue(most > 300_000 && most < carnet.WALLET_GAS(), "what a wallet sees");
    }

    function test_C9_an_owner_without_code_needs_no_gas_for_code() public {
        ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](1);
        updates[0] = headBy(carnet, bobKey, idOf(alice), H1);
        vm.assertEq(carnet.setHeads{gas: 100_000}(updates)[0], ICarnet.InvalidSignature.selector, "reason");
    }

    function test_C5_what_a_wallet_allowed_on_one_chain_or_contract_is_not_allowed_on_another() public {
        uint256 id = idOf(address(new KeyWallet(alice)));
        ICarnet.HeadUpdate memory head = headBy(carnet, aliceKey, id, H1);
        ICarnet.ScribeUpdate memory appointment = scribeBy(carnet, aliceKey, id, alice);
        ICarnet other = ICarnet(deploy("Carnet"));
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        other.setHeadBySig(head);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        other.setScribeBySig(appointment);
        vm.chainId(987);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(head);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setScribeBySig(appointment);
    }

    /// @dev The old owner's code is not asked after a move, and the new owner's is.
    function test_C1_after_a_move_the_new_owners_code_is_asked() public {
        address from = address(new YesWallet());
        address to = address(new KeyWallet(vm.addr(bobKey)));
        uint256 id = idOf(from);
        carnet.setHeadBySig(ICarnet.HeadUpdate(id, H1, 1, ""));
        vm.prank(from);
        carnet.proposeMove(id, to);
        vm.warp(vm.getBlockTimestamp() + carnet.MOVE_DELAY());
        vm.prank(to);
        carnet.acceptMove(id);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(ICarnet.HeadUpdate(id, H2, 3, ""));
        carnet.setHeadBySig(headBy(carnet, bobKey, id, H2));
        wantToken(carnet, id, to, H2, 3);
    }

    // ------------------------------------------------------------------------------------------------ EIP-7702

    function test_the_key_of_a_delegated_account_still_speaks_for_it() public {
        delegateAlice(address(new HostileWallet(HostileWallet.Way.Loop, carnet)));
        carnet.setHeadBySig(headBy(carnet, aliceKey, idOf(alice), H1));
        wantToken(carnet, idOf(alice), alice, H1, 1);
    }

    function test_the_code_of_a_delegated_account_speaks_for_it_too() public {
        delegateAlice(address(new KeyWallet(vm.addr(bobKey))));
        carnet.setHeadBySig(headBy(carnet, bobKey, idOf(alice), H1));
        wantToken(carnet, idOf(alice), alice, H1, 1);
    }

    function test_and_a_delegation_that_says_yes_to_all_is_what_its_owner_chose() public {
        delegateAlice(address(new YesWallet()));
        carnet.setHeadBySig(ICarnet.HeadUpdate(idOf(alice), H1, 1, "anything"));
        wantToken(carnet, idOf(alice), alice, H1, 1);
    }

    function delegateAlice(address implementation) internal {
        vm.signAndAttachDelegation(implementation, aliceKey);
        (bool ok,) = alice.call{gas: 50_000}("");
        ok; // the call only carries the delegation
        vm.assertTrue(alice.code.length == 23, "the account is delegated");
    }

    function test_the_carnet_itself_and_the_zero_account_own_nothing() public {
        ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](2);
        updates[0] = ICarnet.HeadUpdate(idOf(address(carnet)), H1, 1, "");
        updates[1] = ICarnet.HeadUpdate(0, H1, 1, "");
        bytes4[] memory reasons = carnet.setHeads(updates);
        vm.assertEq(reasons[0], ICarnet.InvalidSignature.selector, "the carnet");
        vm.assertEq(reasons[1], ICarnet.UnknownToken.selector, "zero");
    }
}
