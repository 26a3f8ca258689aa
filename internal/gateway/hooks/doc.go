// Package hooks is the surface where shop platforms tell of sales and refunds by webhook (docs/orders.md), and where a shop makes the receipt_ref
// that leads from a cart to a shopper.
//
// It promises: nothing is parsed before its signature is right; the same sale or refund becomes one receipt however often and in whatever order
// it is told; what cannot become a receipt is answered so that the platform neither tries for ever nor gives the webhook up, and is counted.
// Whatever names a person is dropped in memory (package orders).
//
// A ref is 16 random bytes. The object behind it lies under a hash of it and is sealed under a key derived from it: a thief of the store alone
// has noise. What leads from a sale to its shopper, for a refund that names the sale alone, lies under a keyed hash and is sealed with the
// pairwise key: a thief who has that key too, and guesses an order id at the platform, learns the sub that the shop knows the shopper by.
package hooks
