// Package frontend holds the pages that people see and the button that shops
// embed, built from the TypeScript beside it and embedded as files:
//
//   - login: the gateway's sign-in page. It shows which shop asks, what that
//     shop will learn and the exact message, and hands the wallet's signature
//     back. It holds no key and keeps nothing.
//   - account: the gateway's page where a person sees and takes back what shops
//     may know, and adds and removes wallets. It too holds no key.
//   - button: the element <carnet-login>, one script of fixed bytes for shops.
//   - vault: the shopper's app, served on an origin of its own. It alone holds
//     the shopper's keys, in the browser. Its host sees ciphertext only, but
//     whoever can change these files can take the keys of those who load them:
//     serve them read-only and compare them with the committed dist/.
//   - demo wallet: a wallet for trying out, on an origin of its own. It keeps a
//     throw-away key in the browser and must never be offered in production.
//
// dist/ is committed, so that a build needs Go alone. "npm ci && npm run build"
// writes the same bytes again.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Login returns the sign-in page: index.html, login.js, login.css and
// walletconnect.js, which the page loads when somebody wants to use a wallet on
// a phone. The page itself is served at /login/<interaction>, and asks for its
// files at /assets/login/.
func Login() fs.FS { return sub("dist/login") }

// Account returns the account page: index.html, account.js and account.css. The
// page itself is served at /account, and asks for its script and style at
// /assets/account/, and for walletconnect.js at /assets/login/.
func Account() fs.FS { return sub("dist/account") }

// Button returns carnet-login.js, to be served at /button/ to every origin
// (Access-Control-Allow-Origin: *, so that shops can pin its bytes with
// integrity=).
func Button() fs.FS { return sub("dist/button") }

// Vault returns the vault, to be served at the root of its own origin.
// It asks for /config.json there.
func Vault() fs.FS { return sub("dist/vault") }

// DemoWallet returns the demo wallet, to be served at the root of its own origin.
func DemoWallet() fs.FS { return sub("dist/wallet") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(dist, dir)
	if err != nil {
		panic(err) // the names above are fixed and valid
	}
	return f
}
