package bindings

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"

	"carnet/internal/chain/bindings/render"
)

const contractsDir = "../../../contracts"

func TestBindingsFollowFromTheSources(t *testing.T) {
	for _, name := range render.Contracts {
		t.Run(name, func(t *testing.T) {
			artifact, err := render.Read(contractsDir+"/artifacts", name)
			if err != nil {
				t.Fatal(err)
			}
			skipped, err := artifact.CheckSources(contractsDir)
			if err != nil {
				t.Error(err)
			}
			if len(skipped) > 0 {
				t.Logf("node_modules is absent: %d imports were not hashed: %s", len(skipped), strings.Join(skipped, ", "))
			}
			want, err := artifact.Bind()
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(render.FileName(name))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s does not follow from the artifact: run go generate ./internal/chain/bindings", render.FileName(name))
			}
		})
	}
}

// The input that a block explorer gets holds exactly the sources that were compiled: the imports too, without node_modules.
func TestTheVerificationInputHoldsTheSources(t *testing.T) {
	for _, name := range render.Contracts {
		t.Run(name, func(t *testing.T) {
			artifact, err := render.Read(contractsDir+"/artifacts", name)
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(contractsDir + "/artifacts/" + name + ".input.json")
			if err != nil {
				t.Fatal(err)
			}
			var input struct {
				Sources  map[string]struct{ Content string }
				Settings json.RawMessage
			}
			if err := json.Unmarshal(text, &input); err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for path, source := range input.Sources {
				sum := sha256.Sum256([]byte(source.Content))
				got[path] = hex.EncodeToString(sum[:])
			}
			if !maps.Equal(got, artifact.Sources) {
				t.Errorf("sources: got %v, want %v", got, artifact.Sources)
			}
			if !bytes.Equal(input.Settings, artifact.Settings) {
				t.Errorf("settings: got %s, want %s", input.Settings, artifact.Settings)
			}
		})
	}
}
