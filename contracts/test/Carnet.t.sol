// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/interfaces/IERC721Metadata.sol";
import {ICarnet} from "../src/ICarnet.sol";
import {IERC5192} from "../src/IERC5192.sol";
import {Vm} from "./Base.sol";
import {CarnetBase} from "./CarnetBase.sol";

contract CarnetTest is CarnetBase {
    ICarnet carnet = ICarnet(deploy("Carnet"));
    uint256 immutable aliceKey = keyOf("alice");
    uint256 immutable bobKey = keyOf("bob");
    uint256 immutable scribeKey = keyOf("scribe");
    address immutable alice = vm.addr(keyOf("alice"));
    address immutable bob = vm.addr(keyOf("bob"));
    address immutable scribe = vm.addr(keyOf("scribe"));
    uint256 immutable id = idOf(vm.addr(keyOf("alice")));
    bytes24 constant H1 = bytes24(uint192(0x1111));
    bytes24 constant H2 = bytes24(uint192(0x2222));

    function setUp() public {
        vm.warp(1_900_000_000);
    }

    function mint() internal {
        vm.prank(alice);
        carnet.setHead(id, 0, H1, 1);
    }

    function appoint() internal {
        vm.prank(alice);
        carnet.setScribe(id, scribe);
    }

    // ------------------------------------------------------------------------------------------------ head

    function test_the_first_head_mints_and_says_so_in_this_order() public {
        vm.expectEmit(address(carnet));
        emit IERC721.Transfer(address(0), alice, id);
        vm.expectEmit(address(carnet));
        emit IERC5192.Locked(id);
        vm.expectEmit(address(carnet));
        emit ICarnet.HeadSet(id, H1, 1);
        mint();
        wantToken(carnet, id, alice, H1, 1);
        vm.assertEq(carnet.ownerOf(id), alice, "ownerOf");
        vm.assertEq(carnet.balanceOf(alice), 1, "balanceOf");
    }

    function test_a_later_head_tells_marketplaces_to_look_again() public {
        mint();
        vm.expectEmit(address(carnet));
        emit ICarnet.HeadSet(id, H2, 2);
        vm.expectEmit(address(carnet));
        emit IERC4906.MetadataUpdate(id);
        vm.prank(alice);
        carnet.setHead(id, H1, H2, 2);
    }

    function testFuzz_a_signature_sets_the_head_whoever_sends_it(address sender, bytes24 head) public {
        vm.assume(head != 0);
        ICarnet.HeadUpdate memory update = headBy(carnet, aliceKey, id, head);
        vm.prank(sender);
        carnet.setHeadBySig(update);
        wantToken(carnet, id, alice, head, 1);
    }

    function testFuzz_C4_only_the_owner_sets_the_head_by_transaction(address sender) public {
        vm.assume(sender != alice);
        appoint();
        vm.expectRevert(ICarnet.Unauthorized.selector);
        vm.prank(sender);
        carnet.setHead(id, 0, H1, 1);
    }

    function testFuzz_C2_another_previous_head_or_number_is_stale(bytes24 prev, uint32 seq) public {
        vm.assume(prev != H1 || seq != 2);
        mint();
        vm.expectRevert(ICarnet.StaleHead.selector);
        vm.prank(alice);
        carnet.setHead(id, prev, H2, seq);
    }

    function testFuzz_C3_a_signature_over_another_previous_head_is_refused(bytes24 prev) public {
        vm.assume(prev != H1);
        mint();
        bytes memory signature = signed(aliceKey, headDigest(carnet, id, prev, H2, 2));
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(ICarnet.HeadUpdate(id, H2, 2, signature));
    }

    function testFuzz_C3_every_bit_of_a_signature_counts(uint256 bit) public {
        ICarnet.HeadUpdate memory update = headBy(carnet, aliceKey, id, H1);
        bit = bit % (65 * 8);
        update.signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(update);
    }

    function testFuzz_C3_every_bit_of_a_signed_field_counts(uint8 field, uint8 bit) public {
        mint();
        ICarnet.HeadUpdate memory update = headBy(carnet, aliceKey, id, H2);
        field = field % 3;
        if (field == 0) update.id ^= 1 << (bit % 160);
        if (field == 1) update.head ^= bytes24(uint192(1) << (bit % 192));
        if (field == 2) update.seq ^= uint32(1 << (bit % 32));
        bytes4 want = field == 1 ? ICarnet.InvalidSignature.selector : ICarnet.StaleHead.selector;
        vm.expectRevert(want);
        carnet.setHeadBySig(update);
    }

    function test_C3_the_other_spellings_of_a_signature_are_refused() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(aliceKey, headDigest(carnet, id, 0, H1, 1));
        uint256 n = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes[6] memory spellings = [
            abi.encodePacked(r, bytes32(n - uint256(s)), v == 27 ? 28 : 27), // high s
            abi.encodePacked(r, bytes32(uint256(s) | uint256(v - 27) << 255)), // EIP-2098
            abi.encodePacked(r, s, v - 27), // v in {0, 1}
            abi.encodePacked(r, s, v, uint8(0)), // one byte more
            abi.encodePacked(r, s), // one byte less
            bytes("")
        ];
        for (uint256 i = 0; i < spellings.length; ++i) {
            vm.expectRevert(ICarnet.InvalidSignature.selector);
            carnet.setHeadBySig(ICarnet.HeadUpdate(id, H1, 1, spellings[i]));
        }
    }

    function testFuzz_C1_ids_that_are_no_account_are_refused(uint256 other) public {
        vm.assume(other != 0);
        uint256[2] memory bad = [uint256(0), (other << 160) | id];
        vm.assume(bad[1] != id);
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(ICarnet.UnknownToken.selector);
            carnet.setHeadBySig(
                ICarnet.HeadUpdate(bad[i], H1, 1, signed(aliceKey, headDigest(carnet, bad[i], 0, H1, 1)))
            );
            vm.expectRevert(ICarnet.UnknownToken.selector);
            vm.prank(alice);
            carnet.setHead(bad[i], 0, H1, 1);
            vm.expectRevert(ICarnet.UnknownToken.selector);
            vm.prank(alice);
            carnet.setScribe(bad[i], scribe);
            vm.expectRevert(ICarnet.UnknownToken.selector);
            carnet.carnetOf(bad[i]);
        }
    }

    function testFuzz_C1_precompiles_own_nothing(uint8 which, bytes calldata signature) public {
        uint256 precompile = which % 17 == 16 ? 0x100 : which % 17 + 1;
        ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](1);
        updates[0] = ICarnet.HeadUpdate(precompile, H1, 1, signature);
        vm.assertEq(carnet.setHeads(updates)[0], ICarnet.InvalidSignature.selector, "reason");
    }

    // ------------------------------------------------------------------------------------------------ replay

    function test_C5_a_used_signature_is_stale() public {
        ICarnet.HeadUpdate memory update = headBy(carnet, aliceKey, id, H1);
        carnet.setHeadBySig(update);
        vm.expectRevert(ICarnet.StaleHead.selector);
        carnet.setHeadBySig(update);
    }

    function testFuzz_C5_a_signature_for_another_chain_is_refused(uint64 chain) public {
        vm.assume(chain != block.chainid && chain != 0);
        bytes32 message = keccak256(abi.encode(SET_HEAD, id, bytes24(0), H1, uint32(1)));
        bytes memory signature = signed(aliceKey, typedHash(address(carnet), chain, message));
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(ICarnet.HeadUpdate(id, H1, 1, signature));
    }

    function test_C5_a_chain_that_splits_off_does_not_take_the_old_signatures() public {
        ICarnet.HeadUpdate memory before = headBy(carnet, aliceKey, id, H1);
        vm.chainId(987);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(before);
        carnet.setHeadBySig(headBy(carnet, aliceKey, id, H1));
    }

    function test_C5_a_signature_for_another_contract_is_refused() public {
        ICarnet other = ICarnet(deploy("Carnet"));
        ICarnet.HeadUpdate memory forOther = headBy(other, aliceKey, id, H1);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(forOther);
    }

    function test_C5_a_signature_for_another_token_of_the_same_owner_is_refused() public {
        // Bob's token moves to Alice, so that both tokens are hers and at the same head and number.
        vm.prank(bob);
        carnet.setHead(idOf(bob), 0, H1, 1);
        moveTo(idOf(bob), bob, alice);
        mint();
        vm.prank(alice);
        carnet.setHead(id, H1, H1, 2);
        ICarnet.HeadUpdate memory update = headBy(carnet, aliceKey, id, H2);
        update.id = idOf(bob);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(update);
    }

    function test_C5_the_same_heads_again_need_a_new_signature() public {
        mint();
        ICarnet.HeadUpdate memory update = headBy(carnet, aliceKey, id, H2);
        carnet.setHeadBySig(update);
        vm.prank(alice);
        carnet.setHead(id, H2, H1, 3);
        update.seq = 4; // the present head is again what the signature says, the number is not
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(update);
    }

    // ------------------------------------------------------------------------------------------------ erase

    function test_C2_erasing_keeps_the_count() public {
        mint();
        vm.expectEmit(address(carnet));
        emit ICarnet.HeadSet(id, 0, 2);
        vm.prank(alice);
        carnet.erase(id);
        wantToken(carnet, id, alice, 0, 2);
        vm.assertEq(carnet.ownerOf(id), alice, "still a token");
    }

    function test_C5_the_first_signature_does_not_bring_an_erased_head_back() public {
        ICarnet.HeadUpdate memory first = headBy(carnet, aliceKey, id, H1);
        carnet.setHeadBySig(first);
        vm.prank(alice);
        carnet.erase(id);
        vm.expectRevert(ICarnet.StaleHead.selector);
        carnet.setHeadBySig(first);
        first.seq = 3;
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(first);
    }

    function test_C4_the_owner_may_erase_by_signature_and_the_scribe_may_not() public {
        mint();
        appoint();
        ICarnet.HeadUpdate memory byScribe = headBy(carnet, scribeKey, id, 0);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(byScribe);
        carnet.setHeadBySig(headBy(carnet, aliceKey, id, 0));
        wantToken(carnet, id, alice, 0, 2);
    }

    function test_C2_nothing_is_minted_empty() public {
        ICarnet.HeadUpdate memory update = headBy(carnet, aliceKey, id, 0);
        vm.expectRevert(ICarnet.UnknownToken.selector);
        carnet.setHeadBySig(update);
        vm.expectRevert(ICarnet.UnknownToken.selector);
        vm.prank(alice);
        carnet.erase(id);
    }

    function test_C4_only_the_owner_erases() public {
        mint();
        appoint();
        vm.expectRevert(ICarnet.Unauthorized.selector);
        vm.prank(scribe);
        carnet.erase(id);
    }

    // ------------------------------------------------------------------------------------------------ scribe

    function test_the_scribe_sets_the_head_by_signature_and_mints_too() public {
        carnet.setScribeBySig(scribeBy(carnet, aliceKey, id, scribe));
        carnet.setHeadBySig(headBy(carnet, scribeKey, id, H1));
        carnet.setHeadBySig(headBy(carnet, scribeKey, id, H2));
        wantToken(carnet, id, alice, H2, 2);
    }

    function test_C4_the_scribe_cannot_appoint_another() public {
        appoint();
        ICarnet.ScribeUpdate memory update = scribeBy(carnet, scribeKey, id, bob);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setScribeBySig(update);
        vm.expectRevert(ICarnet.Unauthorized.selector);
        vm.prank(scribe);
        carnet.setScribe(id, bob);
    }

    function test_C6_a_revoked_scribe_is_refused() public {
        mint();
        appoint();
        ICarnet.HeadUpdate memory update = headBy(carnet, scribeKey, id, H2);
        vm.prank(alice);
        carnet.revokeScribe(id);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(update);
    }

    function testFuzz_C4_the_owner_and_the_scribe_revoke_and_nobody_else(address sender) public {
        vm.assume(sender != alice && sender != scribe);
        appoint();
        vm.expectRevert(ICarnet.Unauthorized.selector);
        vm.prank(sender);
        carnet.revokeScribe(id);
        vm.expectEmit(address(carnet));
        emit ICarnet.ScribeSet(id, address(0), 2);
        vm.prank(scribe);
        carnet.revokeScribe(id);
    }

    function test_C4_without_a_scribe_the_zero_address_may_nothing() public {
        vm.expectRevert(ICarnet.Unauthorized.selector);
        vm.prank(address(0xBEEF));
        carnet.revokeScribe(id);
        // A signature that recovers nobody's address must not meet "no scribe".
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(ICarnet.HeadUpdate(id, H1, 1, new bytes(65)));
    }

    function test_C5_a_scribes_appointment_is_used_once() public {
        ICarnet.ScribeUpdate memory update = scribeBy(carnet, aliceKey, id, scribe);
        carnet.setScribeBySig(update);
        vm.prank(alice);
        carnet.revokeScribe(id);
        vm.expectRevert(ICarnet.StaleScribe.selector);
        carnet.setScribeBySig(update);
        update.nonce = 2;
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setScribeBySig(update);
    }

    function testFuzz_C6_every_bit_of_an_appointment_counts(uint8 field, uint256 bit) public {
        ICarnet.ScribeUpdate memory update = scribeBy(carnet, aliceKey, id, scribe);
        field = field % 4;
        bytes4 want = ICarnet.InvalidSignature.selector;
        if (field == 0) update.id ^= 1 << (bit % 160);
        if (field == 1) update.scribe = address(uint160(update.scribe) ^ uint160(1 << (bit % 160)));
        if (field == 2) {
            update.nonce ^= uint32(1 << (bit % 32));
            want = ICarnet.StaleScribe.selector;
        }
        if (field == 3) update.signature[bit % 65] ^= bytes1(uint8(1 << (bit / 65 % 8)));
        vm.expectRevert(want);
        carnet.setScribeBySig(update);
    }

    function testFuzz_C5_an_appointment_for_another_chain_or_contract_is_refused(uint64 chain, address verifier)
        public
    {
        vm.assume(chain != block.chainid && verifier != address(carnet));
        bytes32 message = keccak256(abi.encode(SET_SCRIBE, id, scribe, uint32(0)));
        bytes32[2] memory digests =
            [typedHash(address(carnet), chain, message), typedHash(verifier, block.chainid, message)];
        for (uint256 i = 0; i < digests.length; ++i) {
            bytes memory signature = signed(aliceKey, digests[i]);
            vm.expectRevert(ICarnet.InvalidSignature.selector);
            carnet.setScribeBySig(ICarnet.ScribeUpdate(id, scribe, 0, signature));
        }
    }

    function test_C5_an_appointment_for_another_token_of_the_same_owner_is_refused() public {
        mint();
        moveTo(id, alice, bob); // now both are Bob's
        ICarnet.ScribeUpdate memory update = scribeBy(carnet, bobKey, idOf(bob), scribe);
        (update.id, update.nonce) = (id, 1);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setScribeBySig(update);
    }

    function test_C5_a_head_signature_is_no_appointment() public {
        // Same key, same token, same numbers: the type in the hash keeps them apart.
        bytes memory signature = signed(aliceKey, headDigest(carnet, id, 0, bytes24(bytes20(scribe)), 0));
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setScribeBySig(ICarnet.ScribeUpdate(id, scribe, 0, signature));
    }

    // ------------------------------------------------------------------------------------------------ batch

    function test_C9_a_bad_item_is_named_and_the_others_are_set() public {
        uint256 bobs = idOf(bob);
        ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](5);
        updates[0] = headBy(carnet, aliceKey, id, H1);
        updates[1] = updates[0];
        updates[2] = headBy(carnet, aliceKey, bobs, H1);
        updates[3] = ICarnet.HeadUpdate(0, H1, 1, "");
        updates[4] = headBy(carnet, bobKey, bobs, H2);
        vm.expectEmit(address(carnet));
        emit ICarnet.HeadRefused(id, 1, ICarnet.StaleHead.selector);
        vm.expectEmit(address(carnet));
        emit ICarnet.HeadRefused(bobs, 1, ICarnet.InvalidSignature.selector);
        vm.expectEmit(address(carnet));
        emit ICarnet.HeadRefused(0, 1, ICarnet.UnknownToken.selector);
        vm.expectEmit(address(carnet));
        emit IERC4906.BatchMetadataUpdate(1, type(uint160).max);
        bytes4[] memory reasons = carnet.setHeads(updates);
        vm.assertEq(reasons[0], bytes4(0), "0");
        vm.assertEq(reasons[1], ICarnet.StaleHead.selector, "1");
        vm.assertEq(reasons[2], ICarnet.InvalidSignature.selector, "2");
        vm.assertEq(reasons[3], ICarnet.UnknownToken.selector, "3");
        vm.assertEq(reasons[4], bytes4(0), "4");
        wantToken(carnet, id, alice, H1, 1);
        wantToken(carnet, bobs, bob, H2, 1);
    }

    function test_one_transaction_appoints_the_scribe_and_sets_its_heads() public {
        ICarnet.ScribeUpdate[] memory scribes = new ICarnet.ScribeUpdate[](2);
        scribes[0] = scribeBy(carnet, bobKey, id, bob); // not Bob's to say
        scribes[1] = scribeBy(carnet, aliceKey, id, scribe);
        ICarnet.HeadUpdate[] memory heads = new ICarnet.HeadUpdate[](2);
        heads[0] = ICarnet.HeadUpdate(id, H1, 1, signed(scribeKey, headDigest(carnet, id, 0, H1, 1)));
        heads[1] = ICarnet.HeadUpdate(id, H2, 2, signed(scribeKey, headDigest(carnet, id, H1, H2, 2)));
        vm.expectEmit(address(carnet));
        emit ICarnet.ScribeRefused(id, 0, ICarnet.InvalidSignature.selector);
        (bytes4[] memory scribeReasons, bytes4[] memory headReasons) = carnet.relay(scribes, heads);
        vm.assertEq(scribeReasons[0], ICarnet.InvalidSignature.selector, "scribe 0");
        vm.assertEq(scribeReasons[1], bytes4(0), "scribe 1");
        vm.assertEq(headReasons[0], bytes4(0), "head 0");
        vm.assertEq(headReasons[1], bytes4(0), "head 1");
        wantToken(carnet, id, alice, H2, 2);
    }

    /// @dev Solidity refuses words with dirty bits, and so the whole call: that is the sender's mistake, not an item's.
    function testFuzz_C9_a_malformed_item_is_the_senders_mistake(uint8 bit, bool inScribe) public {
        ICarnet.ScribeUpdate[] memory scribes = new ICarnet.ScribeUpdate[](1);
        ICarnet.HeadUpdate[] memory heads = new ICarnet.HeadUpdate[](2);
        scribes[0] = scribeBy(carnet, aliceKey, id, scribe);
        heads[0] = headBy(carnet, aliceKey, id, H1);
        heads[1] = headBy(carnet, bobKey, idOf(bob), H1);
        bytes memory data = abi.encodeCall(ICarnet.relay, (scribes, heads));
        // The word of the scribe, or of the second head's sequence number; the first is at the low end, the second too.
        uint256 word = inScribe ? uint160(scribe) : 1;
        uint256 place = inScribe ? 4 + 32 * 5 : data.length - 32 * 6;
        uint256 got;
        assembly {
            got := mload(add(add(data, 32), place))
        }
        vm.assertEq(got, word, "the word that we mean");
        data[place + bit % 12] |= 0x80;
        (bool ok,) = address(carnet).call(data);
        vm.assertEq(ok, false, "a dirty word was taken");
        wantToken(carnet, id, alice, 0, 0);
    }

    function test_an_empty_batch_says_nothing() public {
        vm.recordLogs();
        carnet.relay(new ICarnet.ScribeUpdate[](0), new ICarnet.HeadUpdate[](0));
        vm.assertEq(vm.getRecordedLogs().length, 0, "logs");
    }

    // ------------------------------------------------------------------------------------------------ move

    function moveTo(uint256 token, address from, address to) internal {
        vm.prank(from);
        carnet.proposeMove(token, to);
        vm.warp(vm.getBlockTimestamp() + carnet.MOVE_DELAY());
        vm.prank(to);
        carnet.acceptMove(token);
    }

    function test_a_move_changes_the_owner_and_keeps_id_and_head() public {
        mint();
        appoint();
        vm.prank(alice);
        carnet.proposeMove(id, bob);
        vm.warp(vm.getBlockTimestamp() + carnet.MOVE_DELAY());
        vm.expectEmit(address(carnet));
        emit IERC721.Transfer(alice, bob, id);
        vm.expectEmit(address(carnet));
        emit ICarnet.ScribeSet(id, address(0), 2);
        vm.expectEmit(address(carnet));
        emit ICarnet.HeadSet(id, H1, 2);
        vm.prank(bob);
        carnet.acceptMove(id);
        wantToken(carnet, id, bob, H1, 2);
        vm.assertEq(carnet.ownerOf(id), bob, "ownerOf");
        vm.assertEq(carnet.balanceOf(alice), 0, "Alice's balance");
        vm.assertEq(carnet.balanceOf(bob), 1, "Bob's balance");
        (address to, uint64 readyAt) = carnet.moveOf(id);
        vm.assertEq(to, address(0), "no move is left");
        vm.assertEq(readyAt, 0, "no time is left");
    }

    function test_C7_not_a_second_too_early() public {
        mint();
        uint64 readyAt = uint64(vm.getBlockTimestamp()) + carnet.MOVE_DELAY();
        vm.prank(alice);
        carnet.proposeMove(id, bob);
        uint256[2] memory early = [vm.getBlockTimestamp(), readyAt - 1];
        for (uint256 i = 0; i < early.length; ++i) {
            vm.warp(early[i]);
            vm.expectRevert(abi.encodeWithSelector(ICarnet.MoveTooEarly.selector, readyAt));
            vm.prank(bob);
            carnet.acceptMove(id);
        }
        vm.warp(readyAt);
        vm.prank(bob);
        carnet.acceptMove(id);
    }

    function test_C7_a_new_proposal_starts_the_delay_anew() public {
        mint();
        vm.prank(alice);
        carnet.proposeMove(id, bob);
        vm.warp(vm.getBlockTimestamp() + carnet.MOVE_DELAY());
        vm.prank(alice);
        carnet.proposeMove(id, address(0xCAFE));
        vm.expectRevert(ICarnet.Unauthorized.selector);
        vm.prank(bob);
        carnet.acceptMove(id);
        vm.expectRevert(
            abi.encodeWithSelector(ICarnet.MoveTooEarly.selector, vm.getBlockTimestamp() + carnet.MOVE_DELAY())
        );
        vm.prank(address(0xCAFE));
        carnet.acceptMove(id);
    }

    function test_C7_a_cancelled_move_is_none() public {
        mint();
        vm.prank(alice);
        carnet.proposeMove(id, bob);
        vm.expectRevert(ICarnet.Unauthorized.selector);
        vm.prank(bob);
        carnet.cancelMove(id);
        vm.prank(alice);
        carnet.cancelMove(id);
        vm.warp(vm.getBlockTimestamp() + carnet.MOVE_DELAY());
        vm.expectRevert(ICarnet.NoMove.selector);
        vm.prank(bob);
        carnet.acceptMove(id);
        vm.expectRevert(ICarnet.NoMove.selector);
        vm.prank(alice);
        carnet.cancelMove(id);
    }

    function testFuzz_C4_only_the_owner_proposes(address sender) public {
        vm.assume(sender != alice);
        mint();
        appoint();
        vm.expectRevert(ICarnet.Unauthorized.selector);
        vm.prank(sender);
        carnet.proposeMove(id, bob);
    }

    function test_C7_no_move_to_nobody_to_oneself_or_of_nothing() public {
        vm.expectRevert(ICarnet.UnknownToken.selector);
        vm.prank(alice);
        carnet.proposeMove(id, bob);
        mint();
        address[2] memory bad = [address(0), alice];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(ICarnet.InvalidCandidate.selector);
            vm.prank(alice);
            carnet.proposeMove(id, bad[i]);
        }
    }

    function test_C5_after_a_move_what_was_signed_for_the_next_number_does_not_count() public {
        mint();
        appoint();
        ICarnet.HeadUpdate memory byAlice = headBy(carnet, aliceKey, id, H2);
        ICarnet.HeadUpdate memory byScribe = headBy(carnet, scribeKey, id, H2);
        ICarnet.ScribeUpdate memory appointment = scribeBy(carnet, aliceKey, id, scribe);
        moveTo(id, alice, bob);
        // And not either when the token comes back.
        for (uint256 round = 0; round < 2; ++round) {
            vm.expectRevert(ICarnet.StaleHead.selector);
            carnet.setHeadBySig(byAlice);
            vm.expectRevert(ICarnet.StaleHead.selector);
            carnet.setHeadBySig(byScribe);
            vm.expectRevert(ICarnet.StaleScribe.selector);
            carnet.setScribeBySig(appointment);
            if (round == 0) moveTo(id, bob, alice);
        }
        vm.assertEq(carnet.balanceOf(alice), 1, "Alice's balance");
        vm.assertEq(carnet.balanceOf(bob), 0, "Bob's balance");
        wantToken(carnet, id, alice, H1, 3);
    }

    /// @dev The limit of C5: the number is all that tells before from after, and an owner may sign a number that is yet to come.
    function test_C5_what_was_signed_for_a_later_number_counts_only_if_its_signer_owns_the_token_again() public {
        mint();
        bytes memory head = signed(aliceKey, headDigest(carnet, id, H1, H2, 4));
        ICarnet.HeadUpdate memory update = ICarnet.HeadUpdate(id, H2, 4, head);
        bytes memory mandate = signed(aliceKey, scribeDigest(carnet, id, scribe, 2));
        ICarnet.ScribeUpdate memory appointment = ICarnet.ScribeUpdate(id, scribe, 2, mandate);
        moveTo(id, alice, bob);
        vm.expectRevert(ICarnet.StaleHead.selector);
        carnet.setHeadBySig(update);
        // Not while the token is Bob's, even when the number has come.
        uint256 bobs = vm.snapshotState();
        vm.prank(bob);
        carnet.setHead(id, H1, H1, 3);
        vm.prank(bob);
        carnet.setScribe(id, address(0));
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(update);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setScribeBySig(appointment);
        vm.revertToState(bobs);
        // Back with Alice they count, once: what she signed is hers again.
        moveTo(id, bob, alice);
        uint256 back = vm.snapshotState();
        carnet.setScribeBySig(appointment);
        carnet.setHeadBySig(update);
        wantToken(carnet, id, alice, H2, 4);
        vm.expectRevert(ICarnet.StaleScribe.selector);
        carnet.setScribeBySig(appointment);
        vm.expectRevert(ICarnet.StaleHead.selector);
        carnet.setHeadBySig(update);
        vm.revertToState(back);
        // Unless she steps past these numbers first.
        vm.prank(alice);
        carnet.setHead(id, H1, H1, 4);
        vm.prank(alice);
        carnet.setScribe(id, address(0));
        vm.expectRevert(ICarnet.StaleHead.selector);
        carnet.setHeadBySig(update);
        vm.expectRevert(ICarnet.StaleScribe.selector);
        carnet.setScribeBySig(appointment);
    }

    function test_C1_the_new_owner_signs_and_the_old_one_does_not() public {
        mint();
        moveTo(id, alice, bob);
        ICarnet.HeadUpdate memory byAlice = headBy(carnet, aliceKey, id, H2);
        vm.expectRevert(ICarnet.InvalidSignature.selector);
        carnet.setHeadBySig(byAlice);
        vm.expectRevert(ICarnet.Unauthorized.selector);
        vm.prank(alice);
        carnet.setScribe(id, scribe);
        carnet.setScribeBySig(scribeBy(carnet, bobKey, id, scribe));
        carnet.setHeadBySig(headBy(carnet, scribeKey, id, H2));
        carnet.setHeadBySig(headBy(carnet, bobKey, id, H1));
        wantToken(carnet, id, bob, H1, 4);
    }

    function test_C8_an_account_may_hold_its_own_and_moved_tokens() public {
        mint();
        vm.prank(bob);
        carnet.setHead(idOf(bob), 0, H1, 1);
        moveTo(id, alice, bob);
        vm.assertEq(carnet.balanceOf(bob), 2, "both");
        moveTo(idOf(bob), bob, alice);
        vm.assertEq(carnet.balanceOf(bob), 1, "Bob has Alice's");
        vm.assertEq(carnet.balanceOf(alice), 1, "Alice has Bob's");
    }

    // ------------------------------------------------------------------------------------------------ time

    function testFuzz_the_time_is_right_for_68_years(uint40 start, uint32 later) public {
        vm.warp(uint256(start) + 1);
        mint();
        uint256 then = vm.getBlockTimestamp();
        vm.warp(then + later % 2 ** 31);
        (,,, uint64 time) = carnet.carnetOf(id);
        vm.assertEq(time, then, "time");
    }

    function test_no_time_before_the_first_head() public view {
        (,,, uint64 time) = carnet.carnetOf(id);
        vm.assertEq(time, 0, "time");
    }

    // ------------------------------------------------------------------------------------------------ standards

    function test_ERC165_tells_the_interfaces() public view {
        bytes4[5] memory yes = [bytes4(0x01ffc9a7), 0x80ac58cd, 0x5b5e139f, 0xb45a3c0e, 0x49064906];
        bytes4[4] memory no = [bytes4(0xffffffff), 0, 0x780e9d63, 0x150b7a02];
        for (uint256 i = 0; i < yes.length; ++i) {
            uint256 before = gasleft();
            vm.assertEq(carnet.supportsInterface(yes[i]), true, "supported");
            vm.assertLe(before - gasleft(), 30_000, "gas, as ERC-165 wants");
        }
        for (uint256 i = 0; i < no.length; ++i) {
            vm.assertEq(carnet.supportsInterface(no[i]), false, "not supported");
        }
        vm.assertEq(type(IERC721).interfaceId, bytes4(0x80ac58cd), "ERC-721");
        vm.assertEq(type(IERC721Metadata).interfaceId, bytes4(0x5b5e139f), "ERC-721 metadata");
        vm.assertEq(type(IERC5192).interfaceId, bytes4(0xb45a3c0e), "ERC-5192");
    }

    /// @dev Each way in which what a wallet shows of a token may change, and the only one in which a token comes into being.
    function test_ERC4906_every_change_of_a_token_is_told_and_only_that() public {
        vm.recordLogs();
        mint();
        wantUpdates(0, 0, "a mint is a Transfer");
        carnet.setHeadBySig(headBy(carnet, bobKey, idOf(bob), H1));
        wantUpdates(0, 0, "a mint by signature is a Transfer");
        carnet.setHeadBySig(headBy(carnet, aliceKey, id, H2));
        wantUpdates(1, 0, "setHeadBySig");
        vm.prank(alice);
        carnet.erase(id);
        wantUpdates(1, 0, "erase");
        appoint();
        wantUpdates(0, 0, "a scribe is not shown");
        moveTo(id, alice, bob);
        wantUpdates(1, 0, "acceptMove");
        ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](2);
        updates[0] = headBy(carnet, bobKey, idOf(bob), H2);
        updates[1] = updates[0];
        carnet.setHeads(updates);
        wantUpdates(0, 1, "setHeads");
        carnet.setHeads(updates);
        wantUpdates(0, 0, "a batch that is refused");
    }

    function wantUpdates(uint256 single, uint256 batch, string memory what) internal {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] == keccak256("MetadataUpdate(uint256)")) {
                vm.assertTrue(single-- > 0 && abi.decode(logs[i].data, (uint256)) == id, what);
            }
            if (logs[i].topics[0] == keccak256("BatchMetadataUpdate(uint256,uint256)")) {
                (uint256 from, uint256 to) = abi.decode(logs[i].data, (uint256, uint256));
                vm.assertTrue(batch-- > 0 && from <= id && id <= to, what);
            }
        }
        vm.assertEq(single + batch, 0, what);
    }

    /// @dev Whoever mints: one Transfer from nobody, one Locked, and never an Unlocked or an approval.
    function test_ERC5192_every_way_to_mint_says_that_the_token_is_locked() public {
        for (uint256 way = 0; way < 4; ++way) {
            uint256 key = keyOf(string(abi.encode("minter", way)));
            uint256 token = idOf(vm.addr(key));
            ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](1);
            updates[0] = headBy(carnet, key, token, H1);
            vm.recordLogs();
            if (way == 1) vm.prank(vm.addr(key));
            if (way == 0) carnet.setHeadBySig(updates[0]);
            if (way == 1) carnet.setHead(token, 0, H1, 1);
            if (way == 2) carnet.setHeads(updates);
            if (way == 3) carnet.relay(new ICarnet.ScribeUpdate[](0), updates);
            Vm.Log[] memory logs = vm.getRecordedLogs();
            vm.assertEq(logs[0].topics[0], IERC721.Transfer.selector, "Transfer");
            vm.assertEq(uint256(logs[0].topics[1]), 0, "from nobody");
            vm.assertEq(uint256(logs[0].topics[2]), token, "to the owner");
            vm.assertEq(uint256(logs[0].topics[3]), token, "the token");
            vm.assertEq(logs[1].topics[0], IERC5192.Locked.selector, "Locked");
            vm.assertEq(abi.decode(logs[1].data, (uint256)), token, "which");
            vm.assertEq(logs[2].topics[0], ICarnet.HeadSet.selector, "HeadSet");
            vm.assertEq(logs.length, way < 2 ? 3 : 4, "and nothing else but a batch's MetadataUpdate");
        }
    }

    function test_ERC721_questions_about_no_token_revert() public {
        vm.expectRevert(ICarnet.UnknownToken.selector);
        carnet.ownerOf(id);
        vm.expectRevert(ICarnet.UnknownToken.selector);
        carnet.getApproved(id);
        vm.expectRevert(ICarnet.UnknownToken.selector);
        carnet.tokenURI(id);
        vm.expectRevert(ICarnet.UnknownToken.selector);
        carnet.locked(id);
        vm.expectRevert(ICarnet.UnknownToken.selector);
        carnet.balanceOf(address(0));
    }

    function test_C10_ERC5192_every_token_is_locked() public {
        mint();
        vm.assertEq(carnet.locked(id), true, "locked");
        vm.assertEq(carnet.getApproved(id), address(0), "getApproved");
        vm.assertEq(carnet.isApprovedForAll(alice, bob), false, "isApprovedForAll");
    }

    function testFuzz_C10_the_URI_tells_the_number_of_updates_and_nothing_else(bytes24 head, bytes24 other, uint40 time)
        public
    {
        vm.assume(head != 0 && other != 0);
        mint();
        vm.warp(uint256(time) + 1);
        vm.prank(bob);
        carnet.setHead(idOf(bob), 0, head, 1);
        bytes memory first = bytes(carnet.tokenURI(id));
        vm.assertEq(bytes(carnet.tokenURI(idOf(bob))), first, "two tokens at the same number");
        vm.prank(bob);
        carnet.setHead(idOf(bob), head, other, 2);
        vm.assertTrue(keccak256(bytes(carnet.tokenURI(idOf(bob)))) != keccak256(first), "the number is told");
    }

    function testFuzz_C10_nobody_transfers_or_approves(address sender, address to, uint256 token) public {
        mint();
        bytes[5] memory calls = [
            abi.encodeWithSelector(IERC721.transferFrom.selector, alice, to, token),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", alice, to, token),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", alice, to, token, ""),
            abi.encodeWithSelector(IERC721.approve.selector, to, token),
            abi.encodeWithSelector(IERC721.setApprovalForAll.selector, to, true)
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            for (uint256 k = 0; k < 2; ++k) {
                vm.prank(k == 0 ? sender : alice);
                (bool ok, bytes memory answer) = address(carnet).call(calls[i]);
                vm.assertEq(ok, false, "a transfer or approval went through");
                vm.assertEq(bytes32(answer), bytes32(ICarnet.Soulbound.selector), "reason");
            }
        }
    }

    function test_ERC5267_describes_the_domain_that_is_signed() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chain, address verifier, bytes32 salt,) =
            carnet.eip712Domain();
        vm.assertEq(fields, bytes1(0x0f), "fields");
        vm.assertEq(bytes(name), bytes("Carnet"), "name");
        vm.assertEq(bytes(version), bytes("1"), "version");
        vm.assertEq(chain, block.chainid, "chain");
        vm.assertEq(verifier, address(carnet), "contract");
        vm.assertEq(salt, bytes32(0), "salt");
    }

    function test_a_head_and_a_scribe_write_the_slots_that_we_say() public {
        vm.record();
        mint();
        vm.prank(alice);
        carnet.setHead(id, H1, H2, 2);
        (, bytes32[] memory writes) = vm.accesses(address(carnet));
        vm.assertEq(writes.length, 2, "one write a head");
        vm.assertEq(writes[0], writes[1], "into the same slot");
    }
}
