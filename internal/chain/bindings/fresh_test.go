package bindings

import (
	"bytes"
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
