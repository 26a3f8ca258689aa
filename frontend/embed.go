// Package frontend holds the three pages that people see, built from the
// TypeScript beside it and embedded as files:
//
//   - login: the gateway's sign-in page. It shows which shop asks, what that
//     shop will learn and the exact message, and hands the wallet's signature
//     back. It holds no key and keeps nothing.
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

// Login returns the sign-in page: index.html, login.js and login.css. The page
// itself is served at /login/<interaction>, and asks for its script and style
// at /assets/login/.
func Login() fs.FS { return sub("dist/login") }

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
