// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICarnet} from "../src/ICarnet.sol";
import {CarnetBase} from "./CarnetBase.sol";
import {KeyWallet} from "./Wallets.sol";

/// @dev What the contract should be: the same rules, written down once more with one field for each thing. Every action
/// asks the model first whether it may succeed, and wants exactly that.
contract CarnetHandler is CarnetBase {
    struct Model {
        address owner;
        bytes24 head;
        uint32 seq;
        address scribe;
        uint32 nonce;
        address candidate;
        uint256 proposedAt;
    }

    struct Used {
        ICarnet.HeadUpdate head;
        ICarnet.ScribeUpdate scribe;
    }

    ICarnet public immutable carnet = ICarnet(deploy("Carnet"));
    uint256 constant ACTORS = 5;

    /// @dev Four people and, last, the smart account of a fifth key.
    address[ACTORS] public actors;
    uint256[ACTORS] keys;
    mapping(uint256 id => Model) models;
    Used[] used;

    /// @dev How often each kind of thing happened; so that a run in which nothing happens cannot look good.
    mapping(string what => uint256) public count;

    constructor() {
        for (uint256 i = 0; i < ACTORS; ++i) {
            keys[i] = keyOf(string(abi.encode("actor", i)));
            actors[i] = vm.addr(keys[i]);
        }
        actors[ACTORS - 1] = address(new KeyWallet(actors[ACTORS - 1]));
        for (uint256 i = 0; i < ACTORS; ++i) {
            models[idOf(actors[i])].owner = actors[i];
        }
    }

    function model(uint256 id) public view returns (Model memory) {
        return models[id];
    }

    // ------------------------------------------------------------------------------------------------ what happens

    function setHead(uint8 who, uint8 which, bytes24 head, uint8 lie) public {
        (address sender, uint256 id) = pick(who, which);
        Model storage m = models[id];
        if (lie % 8 == 3) head = 0;
        bytes24 prev = lie % 8 == 1 ? ~m.head : m.head;
        uint32 seq = lie % 8 == 2 ? m.seq + 2 : m.seq + 1;
        bool may = sender == m.owner && prev == m.head && seq == m.seq + 1 && (head != 0 || m.seq > 0);
        vm.prank(sender);
        try carnet.setHead(id, prev, head, seq) {
            vm.assertTrue(may, "C3: a head was set that should not have been");
            applyHead(m, head, "setHead");
        } catch {
            vm.assertTrue(!may, "C3: a head was not set that should have been");
        }
    }

    /// @dev One signed head, alone or in a batch between others; `lie` says what is wrong with it.
    function setHeadBySig(uint8 who, uint8 which, bytes24 head, uint8 lie, bool inBatch) public {
        (ICarnet.HeadUpdate memory update, bytes4 want) = makeHead(who, which, head, lie);
        if (inBatch) {
            ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](1);
            updates[0] = update;
            vm.assertEq(carnet.setHeads(updates)[0], want, "C9: reason in the batch");
            if (want == 0) applyHead(models[update.id], update.head, "setHeads");
        } else {
            try carnet.setHeadBySig(update) {
                vm.assertEq(bytes4(0), want, "C3: a head was set that should not have been");
                applyHead(models[update.id], update.head, "setHeadBySig");
            } catch (bytes memory reason) {
                vm.assertEq(bytes4(reason), want, "C3: reason");
            }
        }
        if (want == 0) {
            used.push();
            used[used.length - 1].head = update;
        }
    }

    /// @dev Three signed heads of three tokens, each right or wrong in its own way: the right ones must come through.
    function batch(uint8[3] calldata who, bytes24[3] calldata head, uint8[3] calldata lie) public {
        ICarnet.HeadUpdate[] memory updates = new ICarnet.HeadUpdate[](3);
        bytes4[] memory want = new bytes4[](3);
        for (uint8 i = 0; i < 3; ++i) {
            (updates[i], want[i]) = makeHead(who[i], i, head[i], lie[i]);
        }
        (, bytes4[] memory got) = carnet.relay(new ICarnet.ScribeUpdate[](0), updates);
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertEq(got[i], want[i], "C9: reason in the batch");
            if (want[i] == 0) applyHead(models[updates[i].id], updates[i].head, "relay");
        }
    }

    function erase(uint8 who, uint8 which) public {
        (address sender, uint256 id) = pick(who, which);
        Model storage m = models[id];
        bool may = sender == m.owner && m.seq > 0;
        vm.prank(sender);
        try carnet.erase(id) {
            vm.assertTrue(may, "C4: erased by who may not");
            applyHead(m, 0, "erase");
        } catch {
            vm.assertTrue(!may, "C4: not erased");
        }
    }

    function setScribe(uint8 who, uint8 which, uint8 scribe) public {
        (address sender, uint256 id) = pick(who, which);
        Model storage m = models[id];
        vm.prank(sender);
        try carnet.setScribe(id, actors[scribe % ACTORS]) {
            vm.assertEq(sender, m.owner, "C4: appointed by who may not");
            applyScribe(m, actors[scribe % ACTORS], "setScribe");
        } catch {
            vm.assertTrue(sender != m.owner, "C4: not appointed");
        }
    }

    /// @dev One signed appointment, alone or relayed before a head; `lie` says what is wrong with it.
    function setScribeBySig(uint8 who, uint8 which, uint8 scribe, uint8 lie) public {
        (ICarnet.ScribeUpdate memory update, bytes4 want) = makeScribe(who, which, actors[scribe % ACTORS], lie % 8);
        if (lie % 16 < 8) {
            ICarnet.ScribeUpdate[] memory updates = new ICarnet.ScribeUpdate[](1);
            updates[0] = update;
            (bytes4[] memory got,) = carnet.relay(updates, new ICarnet.HeadUpdate[](0));
            vm.assertEq(got[0], want, "C9: reason in the batch");
        } else {
            try carnet.setScribeBySig(update) {
                vm.assertEq(bytes4(0), want, "C4: appointed by who may not");
            } catch (bytes memory reason) {
                vm.assertEq(bytes4(reason), want, "C4: reason");
            }
        }
        if (want != 0) return;
        applyScribe(models[update.id], update.scribe, lie % 16 < 8 ? "relay of a scribe" : "setScribeBySig");
        used.push();
        used[used.length - 1].scribe = update;
    }

    function revokeScribe(uint8 who, uint8 which) public {
        (address sender, uint256 id) = pick(who, which);
        Model storage m = models[id];
        bool may = sender == m.owner || sender == m.scribe;
        vm.prank(sender);
        try carnet.revokeScribe(id) {
            vm.assertTrue(may, "C4: revoked by who may not");
            applyScribe(m, address(0), "revokeScribe");
        } catch {
            vm.assertTrue(!may, "C4: not revoked");
        }
    }

    function proposeMove(uint8 who, uint8 which, uint8 to) public {
        (address sender, uint256 id) = pick(who, which);
        Model storage m = models[id];
        address candidate = actors[to % ACTORS];
        bool may = sender == m.owner && m.seq > 0 && candidate != m.owner;
        vm.prank(sender);
        try carnet.proposeMove(id, candidate) {
            vm.assertTrue(may, "C4: a move proposed by who may not");
            (m.candidate, m.proposedAt) = (candidate, vm.getBlockTimestamp());
            ++count["proposeMove"];
        } catch {
            vm.assertTrue(!may, "C4: no move proposed");
        }
    }

    function cancelMove(uint8 who, uint8 which) public {
        (address sender, uint256 id) = pick(who, which);
        Model storage m = models[id];
        bool may = sender == m.owner && m.candidate != address(0);
        vm.prank(sender);
        try carnet.cancelMove(id) {
            vm.assertTrue(may, "C4: a move cancelled by who may not");
            m.candidate = address(0);
            ++count["cancelMove"];
        } catch {
            vm.assertTrue(!may, "C7: no move cancelled");
        }
    }

    function acceptMove(uint8 who, uint8 which) public {
        (address sender, uint256 id) = pick(who, which);
        Model storage m = models[id];
        if (who >= 128 && m.candidate != address(0)) sender = m.candidate;
        bool may = sender == m.candidate && vm.getBlockTimestamp() >= m.proposedAt + 2 days;
        vm.prank(sender);
        try carnet.acceptMove(id) {
            vm.assertTrue(may, "C7: moved too early, or to who was not asked");
            (m.owner, m.candidate) = (sender, address(0));
            applyScribe(m, address(0), "acceptMove");
            applyHead(m, m.head, "acceptMove");
        } catch {
            vm.assertTrue(!may, "C7: not moved");
        }
    }

    function replay(uint256 which) public {
        if (used.length == 0) return;
        Used storage u = used[which % used.length];
        ++count["replay"];
        if (u.head.id != 0) {
            try carnet.setHeadBySig(u.head) {
                vm.assertTrue(false, "C5: a signed head counted twice");
            } catch {}
        } else {
            try carnet.setScribeBySig(u.scribe) {
                vm.assertTrue(false, "C5: a signed appointment counted twice");
            } catch {}
        }
    }

    function wait(uint24 seconds_) public {
        vm.warp(vm.getBlockTimestamp() + seconds_ % 3 days);
    }

    // ------------------------------------------------------------------------------------------------ the model

    /// @dev Every other time the owner acts: strangers are refused soon enough.
    function actor(uint8 who, uint256 id) internal view returns (uint256 index) {
        if (who < 128) return who % ACTORS;
        while (actors[index] != models[id].owner) ++index;
    }

    function pick(uint8 who, uint8 which) internal view returns (address sender, uint256 id) {
        id = idOf(actors[which % ACTORS]);
        sender = actors[actor(who, id)];
    }

    /// @dev What a signer signs.
    struct Words {
        uint256 id;
        bytes24 prev;
        uint32 seq;
        uint256 chain;
        address verifier;
    }

    /// @dev A signed head, and the reason for which it must be refused (zero for none). `lie` says what is wrong with it.
    function makeHead(uint8 who, uint8 which, bytes24 head, uint8 lie)
        internal
        view
        returns (ICarnet.HeadUpdate memory update, bytes4 want)
    {
        lie = lie % 16;
        if (lie == 7) head = 0;
        Model storage m = models[idOf(actors[which % ACTORS])];
        Words memory w = Words(idOf(actors[which % ACTORS]), m.head, m.seq + 1, block.chainid, address(carnet));
        update.id = w.id;
        update.head = head;
        update.seq = lie == 6 ? m.seq : m.seq + 1;

        if (lie == 1) w.prev = ~w.prev;
        if (lie == 2) ++w.chain;
        if (lie == 3) w.verifier = address(this);
        if (lie == 4) w.id = idOf(actors[(uint256(which) + 1) % ACTORS]);
        if (lie == 5) ++w.seq;
        bytes32 message = keccak256(abi.encode(SET_HEAD, w.id, w.prev, head, w.seq));
        uint256 signer = actor(who, update.id);
        update.signature = signed(keys[signer], typedHash(w.verifier, w.chain, message));

        if (lie == 6) return (update, ICarnet.StaleHead.selector);
        if (head == 0 && m.seq == 0) return (update, ICarnet.UnknownToken.selector);
        if ((lie > 0 && lie < 6) || !maySign(m, signer, head)) want = ICarnet.InvalidSignature.selector;
    }

    /// @dev A signed appointment, and the reason for which it must be refused (zero for none).
    function makeScribe(uint8 who, uint8 which, address scribe, uint8 lie)
        internal
        view
        returns (ICarnet.ScribeUpdate memory update, bytes4 want)
    {
        uint256 id = idOf(actors[which % ACTORS]);
        Model storage m = models[id];
        update = ICarnet.ScribeUpdate(id, scribe, lie == 1 ? m.nonce + 1 : m.nonce, "");
        Words memory w = Words(id, 0, update.nonce, block.chainid, address(carnet));
        if (lie == 2) ++w.chain;
        if (lie == 3) w.verifier = address(this);
        if (lie == 4) w.id = idOf(actors[(uint256(which) + 1) % ACTORS]);
        if (lie == 5) ++w.seq;
        uint256 signer = actor(who, id);
        bytes32 message = keccak256(abi.encode(SET_SCRIBE, w.id, scribe, w.seq));
        update.signature = signed(keys[signer], typedHash(w.verifier, w.chain, message));
        if (lie == 6) update.signature[who % 65] ^= 0x01;

        if (lie == 1) want = ICarnet.StaleScribe.selector;
        else if ((lie > 1 && lie < 7) || actors[signer] != m.owner) want = ICarnet.InvalidSignature.selector;
    }

    function maySign(Model storage m, uint256 who, bytes24 head) internal view returns (bool) {
        if (actors[who] == m.owner) return true;
        // A scribe signs with a key: a smart account that is appointed can do nothing.
        return actors[who] == m.scribe && head != 0 && who != ACTORS - 1;
    }

    function applyHead(Model storage m, bytes24 head, string memory how) internal {
        m.head = head;
        ++m.seq;
        ++count[how];
    }

    function applyScribe(Model storage m, address scribe, string memory how) internal {
        m.scribe = scribe;
        ++m.nonce;
        ++count[how];
    }
}

contract CarnetInvariants is CarnetBase {
    CarnetHandler handler = new CarnetHandler();
    ICarnet carnet = handler.carnet();
    uint256 constant ACTORS = 5;

    function setUp() public {
        vm.warp(1_900_000_000);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @dev C3, C4, C5, C7 and C9 are asserted by the handler at every step; what they leave behind is compared here.
    function invariant_C1_the_owner_is_the_ids_account_until_a_move_is_accepted() public view {
        for (uint256 i = 0; i < ACTORS; ++i) {
            uint256 id = idOf(handler.actors(i));
            CarnetHandler.Model memory m = handler.model(id);
            (address owner,,,) = carnet.carnetOf(id);
            vm.assertEq(owner, m.owner, "C1: owner");
            if (m.seq > 0) {
                vm.assertEq(carnet.ownerOf(id), m.owner, "C1: ownerOf");
                vm.assertEq(carnet.locked(id), true, "C1: locked");
            }
        }
    }

    function invariant_C2_the_sequence_number_counts_every_head() public view {
        for (uint256 i = 0; i < ACTORS; ++i) {
            (,, uint32 seq, uint64 time) = carnet.carnetOf(idOf(handler.actors(i)));
            vm.assertEq(seq, handler.model(idOf(handler.actors(i))).seq, "C2: seq");
            vm.assertEq(time > 0, seq > 0, "C2: time");
            vm.assertLe(time, vm.getBlockTimestamp(), "C2: time");
        }
    }

    function invariant_C3_the_head_is_the_last_one_that_was_authorised() public view {
        for (uint256 i = 0; i < ACTORS; ++i) {
            (, bytes24 head,,) = carnet.carnetOf(idOf(handler.actors(i)));
            vm.assertEq(head, handler.model(idOf(handler.actors(i))).head, "C3: head");
        }
    }

    function invariant_C6_the_scribe_is_the_last_one_appointed() public view {
        for (uint256 i = 0; i < ACTORS; ++i) {
            CarnetHandler.Model memory m = handler.model(idOf(handler.actors(i)));
            (address scribe, uint32 nonce) = carnet.scribeOf(idOf(handler.actors(i)));
            vm.assertEq(scribe, m.scribe, "C6: scribe");
            vm.assertEq(nonce, m.nonce, "C6: nonce");
        }
    }

    function invariant_C7_the_proposed_move_is_the_last_one_that_was_not_cancelled() public view {
        for (uint256 i = 0; i < ACTORS; ++i) {
            CarnetHandler.Model memory m = handler.model(idOf(handler.actors(i)));
            (address to, uint64 readyAt) = carnet.moveOf(idOf(handler.actors(i)));
            vm.assertEq(to, m.candidate, "C7: candidate");
            vm.assertEq(readyAt, to == address(0) ? 0 : m.proposedAt + 2 days, "C7: readyAt");
        }
    }

    function invariant_C8_balances_count_the_tokens() public view {
        for (uint256 i = 0; i < ACTORS; ++i) {
            uint256 tokens = 0;
            for (uint256 k = 0; k < ACTORS; ++k) {
                CarnetHandler.Model memory m = handler.model(idOf(handler.actors(k)));
                if (m.seq > 0 && m.owner == handler.actors(i)) ++tokens;
            }
            vm.assertEq(carnet.balanceOf(handler.actors(i)), tokens, "C8: balance");
        }
    }

    /// @dev An invariant that nothing challenges is worth nothing: the handler reaches all of it.
    function test_the_handler_does_everything() public {
        for (uint256 i = 0; i < 3_000; ++i) {
            bytes32 r = keccak256(abi.encode(i));
            (uint8 a, uint8 b, uint8 c, uint8 lie) = (uint8(r[0]), uint8(r[1]), uint8(r[2]), uint8(r[3]));
            uint256 action = uint256(r) % 12;
            if (action == 0) handler.setHead(a, b, bytes24(r), lie);
            if (action == 1) handler.setHeadBySig(a, b, bytes24(r), lie, c % 2 == 0);
            if (action == 2) handler.batch([a, b, c], [bytes24(r), ~bytes24(r), bytes24(r)], [lie, lie / 16, c / 16]);
            if (action == 3) handler.erase(a, b);
            if (action == 4) handler.setScribe(a, b, c);
            if (action == 5) handler.setScribeBySig(a, b, c, lie);
            if (action == 6) handler.revokeScribe(a, b);
            if (action == 7) handler.proposeMove(a, b, c);
            if (action == 8) handler.cancelMove(a, b);
            if (action == 9) handler.acceptMove(a, b);
            if (action == 10) handler.replay(uint256(r) >> 8);
            if (action == 11) handler.wait(uint24(uint256(r) >> 8));
        }
        string[13] memory all = [
            "setHead",
            "setHeadBySig",
            "setHeads",
            "relay",
            "erase",
            "setScribe",
            "setScribeBySig",
            "relay of a scribe",
            "revokeScribe",
            "proposeMove",
            "cancelMove",
            "acceptMove",
            "replay"
        ];
        for (uint256 i = 0; i < all.length; ++i) {
            vm.assertTrue(handler.count(all[i]) > 9, all[i]);
        }
    }
}
