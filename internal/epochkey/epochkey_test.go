package epochkey

import "testing"

func TestKeysAreReadAsTheyAreWritten(t *testing.T) {
	for key, want := range map[string]string{Tree(7): TreeName, Anchored(7): AnchoredName, Closing(7): "closing", Leaves(7) + "ab": "leaves/ab"} {
		if epoch, name, ok := Parse(key); !ok || epoch != 7 || name != want {
			t.Errorf("%s: got %d, %q, %v", key, epoch, name, ok)
		}
	}
	for _, key := range []string{"", "epochs/", "epochs/0000000007/", "epochs/0000000007", "epochs/7/tree", "epochs/00000000007/tree", "epochs/+000000007/tree", "receipts/0000000007/tree"} {
		if epoch, name, ok := Parse(key); ok {
			t.Errorf("%q is read as %d, %q", key, epoch, name)
		}
	}
}
