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
		if c.Vault == nil || c.Vault.S3Prefix == "" {
			return nil
		}
		if _, vault, _ := c.where(vaultStore); vault.overlaps(c.Objects.S3) {
			return fmt.Errorf("vault.s3_prefix %q and objects.s3.prefix %q: one lies in the other", vault.Prefix, c.Objects.S3.Prefix)
		}
	default:
		return fmt.Errorf("objects.kind %q, want directory or s3", c.Objects.Kind)
	}
	return nil
}

// The stores that a configuration names: the gateway's own, and the one of the vault's boxes, which lie apart.
const (
	gatewayStore = "gateway"
	vaultStore   = "vault"
)

// where tells the directory of a store, or its place in a bucket.
func (c *config) where(which string) (path string, at s3Config, onS3 bool) {
	if which == vaultStore {
		at = c.Objects.S3
		at.Prefix = c.Vault.S3Prefix
		return c.path(c.Vault.Objects), at, at.Prefix != ""
	}
	return c.path(c.Objects.Path), c.Objects.S3, c.Objects.Kind == "s3"
}

// overlaps tells that one prefix of a bucket lies in the other.
func (s s3Config) overlaps(other s3Config) bool {
	return s.Endpoint == other.Endpoint && s.Bucket == other.Bucket && (strings.HasPrefix(s.Prefix, other.Prefix) || strings.HasPrefix(other.Prefix, s.Prefix))
}

// openObjects opens a store that no other process has open.
func (c *config) openObjects(ctx context.Context, which string) (blob.Store, error) {
	path, at, onS3 := c.where(which)
	if onS3 {
		return c.openS3(ctx, "objects.s3", at)
	}
	return blob.OpenDir(path)
}

// readObjects opens a store for reading, whether or not a gateway has it open.
func (c *config) readObjects(ctx context.Context, which string) (blob.Reader, error) {
	path, at, onS3 := c.where(which)
	if onS3 {
		return c.readS3(ctx, "objects.s3", at)
	}
	return blob.ReadDir(path)
}

func (c *config) openS3(ctx context.Context, setting string, at s3Config) (*s3.Store, error) {
	cfg, err := c.s3Config(setting, at)
	if err != nil {
		return nil, err
	}
	store, err := s3.Open(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	return store, nil
}

// s3Config takes the key pair from the settings, or from where programs of the S3 world look for it.
func (c *config) s3Config(setting string, at s3Config) (cfg s3.Config, err error) {
	cfg = s3.Config{Endpoint: at.Endpoint, Region: at.Region, Bucket: at.Bucket, Prefix: at.Prefix, VirtualHost: at.VirtualHost, AccessKey: at.AccessKey,
		CAFile: c.path(at.CAFile), Timeout: at.Timeout}
	if at.SecretKeyFile != "" {
		secret, err := c.secret(setting+".secret_key_file", at.SecretKeyFile)
		if err != nil {
			return cfg, err
		}
		cfg.SecretKey = string(secret)
	} else {
		cfg.AccessKey = cmp.Or(at.AccessKey, os.Getenv("AWS_ACCESS_KEY_ID"))
		cfg.SecretKey, cfg.SessionToken = os.Getenv("AWS_SECRET_ACCESS_KEY"), os.Getenv("AWS_SESSION_TOKEN")
	}
	if cfg.AccessKey == "" || cfg.SecretKey == "" {
		return cfg, fmt.Errorf("%s: no key pair: set access_key and secret_key_file, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment", setting)
	}
	return cfg, nil
}

func (c *config) readS3(ctx context.Context, setting string, at s3Config) (blob.Reader, error) {
	cfg, err := c.s3Config(setting, at)
	if err != nil {
		return nil, err
	}
	r, err := s3.OpenReader(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", setting, err)
	}
	return r, nil
}
