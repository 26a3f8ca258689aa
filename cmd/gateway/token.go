package main

import (
	"encoding/hex"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carnet/internal/gateway/oidc"
)

func tokenCommand() *cobra.Command {
	return &cobra.Command{Use: "token", Short: "Print an initial access token, with which shops register themselves, and its hash; touches no file", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return printToken(c.OutOrStdout()) }}
}

// printToken makes an initial access token, which is kept nowhere. It serves any number of registrations until its hash
// leaves the configuration.
func printToken(out io.Writer) error {
	token := oidc.NewSecret()
	hash := oidc.HashSecret(token)
	_, err := fmt.Fprintf(out, "give the shop the initial access token %s (shown once); add to registration.tokens_sha256: %s\n", token, hex.EncodeToString(hash[:]))
	return err
}
