package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"carnet/internal/blob"
	"carnet/internal/blob/s3"
)

// checkObjects refuses settings of the object stores that contradict each other.
func (c *config) checkObjects() error {
	switch c.Objects.Kind {
	case "directory":
		if c.Vault != nil && c.Vault.S3Prefix != "" {
			return errors.New("vault.s3_prefix is set, but objects.kind is not s3: set vault.objects")
		}
	case "s3":
		gateway := c.Objects.S3.Prefix
		if c.Vault != nil && c.Vault.S3Prefix != "" && (strings.HasPrefix(c.Vault.S3Prefix, gateway) || strings.HasPrefix(gateway, c.Vault.S3Prefix)) {
			return fmt.Errorf("vault.s3_prefix %q and objects.s3.prefix %q: one lies in the other", c.Vault.S3Prefix, gateway)
		}
	default:
		return fmt.Errorf("objects.kind %q, want directory or s3", c.Objects.Kind)
	}
	return nil
}

// openObjects opens the gateway's own store.
func (c *config) openObjects(ctx context.Context) (blob.Store, error) {
	if c.Objects.Kind == "s3" {
		return c.openS3(ctx, "objects.s3", c.Objects.S3)
	}
	return blob.OpenDir(c.path(c.Objects.Path))
}

// openVault opens the store of the vault's boxes, which lie apart from the gateway's objects.
func (c *config) openVault(ctx context.Context) (blob.Store, error) {
	if c.Vault.S3Prefix != "" {
		at := c.Objects.S3
		at.Prefix = c.Vault.S3Prefix
		return c.openS3(ctx, "objects.s3", at)
	}
	return blob.OpenDir(c.path(c.Vault.Objects))
}

// openS3 takes the key pair from the settings, or from where programs of the S3 world look for it.
func (c *config) openS3(ctx context.Context, setting string, at s3Config) (*s3.Store, error) {
	cfg := s3.Config{Endpoint: at.Endpoint, Region: at.Region, Bucket: at.Bucket, Prefix: at.Prefix, VirtualHost: at.VirtualHost, AccessKey: at.AccessKey,
		CAFile: c.path(at.CAFile), Timeout: at.Timeout}
	switch {
	case at.SecretKeyFile != "":
		secret, err := c.secret(setting+".secret_key_file", at.SecretKeyFile)
		if err != nil {
			return nil, err
		}
		cfg.SecretKey = string(secret)
	default:
		cfg.AccessKey = cmp.Or(at.AccessKey, os.Getenv("AWS_ACCESS_KEY_ID"))
		cfg.SecretKey, cfg.SessionToken = os.Getenv("AWS_SECRET_ACCESS_KEY"), os.Getenv("AWS_SESSION_TOKEN")
	}
	if cfg.AccessKey == "" || cfg.SecretKey == "" {
		return nil, fmt.Errorf("%s: no key pair: set access_key and secret_key_file, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment", setting)
	}
	store, err := s3.Open(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	return store, nil
}
