package wallet

import (
	"errors"
	"fmt"
)

// Error is a reason to refuse a message or a signature. Its code is stable and safe to show; it never holds the account, the message or the signature.
type Error struct {
	code string
	text string
}

// Error says what is wrong in one sentence.
func (e *Error) Error() string { return e.text }

// Code names the reason in a word that API clients may rely on.
func (e *Error) Code() string { return e.code }

// Reasons to refuse, to be compared with errors.Is.
var (
	ErrSize       = &Error{"message_too_large", "sign-in message is larger than 8 KiB or has more than 64 resources"}
	ErrSyntax     = &Error{"message_malformed", "sign-in message is not an EIP-4361 message"}
	ErrScheme     = &Error{"scheme_mismatch", "sign-in message was written for another scheme"}
	ErrDomain     = &Error{"domain_mismatch", "sign-in message was written for another site"}
	ErrURI        = &Error{"uri_mismatch", "sign-in message names another URI"}
	ErrChain      = &Error{"chain_not_allowed", "sign-in message names a chain that is not allowed here"}
	ErrNonce      = &Error{"nonce_mismatch", "sign-in message carries another nonce"}
	ErrStatement  = &Error{"statement_mismatch", "sign-in message carries another statement"}
	ErrResources  = &Error{"resources_mismatch", "sign-in message names other resources"}
	ErrIssuedAt   = &Error{"issued_at_rejected", "sign-in message was issued too long ago or in the future"}
	ErrLifetime   = &Error{"lifetime_rejected", "sign-in message has no expiration time, or one too far away"}
	ErrExpired    = &Error{"message_expired", "sign-in message has expired"}
	ErrNotYet     = &Error{"message_not_yet_valid", "sign-in message is not valid yet"}
	ErrReserved   = &Error{"unlock_message_refused", "message opens a carnet and is never a sign-in"}
	ErrSignature  = &Error{"signature_invalid", "signature is not this account's over this message"}
	ErrAccount    = &Error{"account_malformed", "account is not in its canonical form"}
	ErrSector     = &Error{"sector_malformed", "shop address has no usable host"}
	ErrComposable = &Error{"message_not_composable", "fields cannot be written as an EIP-4361 message without changing them"}

	// What only a [Verifier] returns. The first two say that nothing was learned about the signature: it may be good, and is worth trying later.
	ErrChainUnavailable = &Error{"chain_unavailable", "chain of this smart account does not answer; accounts with a key of their own can sign in"}
	ErrChainBusy        = &Error{"chain_busy", "too many questions about smart accounts, or about this one, are under way"}
	ErrNoContracts      = &Error{"smart_accounts_not_accepted", "smart accounts of this chain cannot sign in here"}
	ErrNoCode           = &Error{"account_not_deployed", "account has no code on this chain and its signature does not say who makes it"}
	ErrFactory          = &Error{"factory_not_allowed", "account is not deployed yet and its factory is not one that is accepted here"}
	ErrDelegate         = &Error{"delegate_not_allowed", "signature is not by the account's own key, and the code it delegates to is not accepted here"}
	ErrPredelegated     = &Error{"erc8010_not_accepted", "signature speaks for a delegation that is not on the chain; sign with the account's own key"}
	ErrNobody           = &Error{"account_reserved", "address belongs to the chain itself and to no account"}
	ErrSignatureSize    = &Error{"signature_too_large", "signature is larger than 8 KiB"}
	ErrAccountChanged   = &Error{"account_changed", "owners or code of the smart account are not those that signed in"}
)

// Code returns the stable code of the first [Error] in err's chain, and "" where there is none.
func Code(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.code
	}
	return ""
}

// because adds a detail that names a field or a line, never its contents.
func because(e *Error, format string, args ...any) error {
	return fmt.Errorf("%w: %s", e, fmt.Sprintf(format, args...))
}
