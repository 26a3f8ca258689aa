package s3

import (
	"testing"
	"time"
)

func TestTheBucketIsInThePathOrInTheHost(t *testing.T) {
	for virtual, want := range map[bool]string{false: "https://s3.example.com/bucket/dir/k", true: "https://bucket.s3.example.com/dir/k"} {
		s, err := dial(Config{Endpoint: "https://s3.example.com", Bucket: "bucket", AccessKey: "a", SecretKey: "s", VirtualHost: virtual})
		if err != nil {
			t.Fatal(err)
		}
		signed, err := s.client.PresignedGetObject(t.Context(), "bucket", "dir/k", time.Minute, nil)
		if err != nil {
			t.Fatal(err)
		}
		if signed.RawQuery = ""; signed.String() != want {
			t.Errorf("virtual host %v: got %s, want %s", virtual, signed, want)
		}
	}
}
