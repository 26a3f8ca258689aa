package tools

import (
	"context"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
)

// The file is read by the library that Docker Compose itself uses: misspelt keys, wrong conditions and dependencies on
// services that do not exist fail here. That images exist and containers run needs an engine.
func TestComposeFileLoads(t *testing.T) {
	options, err := cli.NewProjectOptions([]string{"../docker-compose.yml"}, cli.WithOsEnv, cli.WithDotEnv)
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"gateway", "redis", "chain", "shop1", "shop2"} {
		s, err := project.GetService(name)
		if err != nil {
			t.Errorf("service %s: %v", name, err)
			continue
		}
		for _, p := range s.Ports {
			if p.HostIP != "127.0.0.1" {
				t.Errorf("service %s publishes port %s on %q, want 127.0.0.1", name, p.Published, p.HostIP)
			}
		}
	}
}
