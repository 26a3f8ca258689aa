// Package wallet decides whether an Ethereum account really signed a sign-in message, and what that account is called afterwards.
//
// It promises:
//
//   - [Parse] accepts exactly the messages of EIP-4361's grammar that print back to the same bytes, within limits of size and count.
//     Whoever reads the parsed fields reads what the wallet showed and signed: nothing is normalised, decoded or guessed on the way.
//   - [Message.Check] compares every field that a stranger could have chosen with what the caller expects. An [Expect] that was left
//     empty accepts nothing.
//   - [Verify] hashes the received bytes (EIP-191), never a message printed anew, and accepts one encoding of a signature for each
//     (r, s, parity): low s only, v in {0, 1, 27, 28}, 65 bytes or the 64 of EIP-2098. It looks at lengths before anything else.
//   - A [Verifier] asks the code of a contract account (ERC-1271, ERC-6492, EIP-7702) only when the account's own key did not sign, only on
//     the chain that the message names, and believes only what one pinned program (contracts/src/AccountProbe.sol) says, which runs in one
//     eth_call and leaves nothing behind. A contract is never taken for an EOA, nor for the contract at its address on another chain.
//   - What a contract says may change: [Verifier.Recheck] asks again, and compares owners, code and the code behind it.
//   - [Sub] is the only thing a shop learns about an account: without the pairwise key two shops' subjects cannot be joined.
//
// It refuses messages larger than 8 KiB or with more than 64 resources, control characters, non-ASCII text, dates that do not exist,
// and whatever carries the vault's unlock nonce or resource: a signature that opens a carnet is never asked for, nor taken, as a login.
//
// It refuses signatures over 8 KiB, precompiles, factories and delegates that are not listed, and every answer but ERC-1271's magic word.
//
// It does not speak HTTP, keeps no state and reads no clock but for a deadline; a [Chain], which the caller brings, is how it asks one. When
// no chain answers, accounts with a key of their own sign in all the same, and the others are told that nothing was learned
// ([ErrChainUnavailable]). A message is proof of nothing until its nonce was spent: the caller consumes the nonce, atomically, before it
// calls Verify.
//
// What a thief gets: nothing is stored here. A copy of the pairwise key lets him compute the subject of an address he already
// suspects, at a shop he already knows; it does not list the shoppers. An [Account], a [Message], a [Proof] and an [Evidence] hide themselves
// from logs. Evidence names its account and is the caller's to seal.
package wallet
