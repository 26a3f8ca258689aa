package conformance

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"carnet/internal/gatewaytest"
)

var update = flag.Bool("update", false, "write docs/conformance.md")

// plan is one of the suite's test plans, with the variant that it is run with here.
type plan struct {
	name, variant string
	clients       func(*testing.T) (first, second rp)
	modules       []module
}

// module is one of a plan's test modules: it runs, or there is a reason why not.
type module struct {
	name   string
	run    func(*op)
	reason string // of one that does not apply, or how one that runs reads here
}

func plans() []plan {
	return []plan{basicPlan(), configPlan(), dynamicPlan(), logoutPlan(), backchannelPlan(), fapi2Plan()}
}

func TestPlans(t *testing.T) {
	for _, p := range plans() {
		t.Run(p.name, func(t *testing.T) {
			first, second := p.clients(t)
			g := gatewaytest.Start(t, first.Client, second.Client)
			for _, m := range p.modules {
				if m.run == nil {
					continue
				}
				t.Run(m.name, func(t *testing.T) { m.run(&op{t: t, g: g, client: first, second: second, p: g.NewShopper(t)}) })
			}
		})
	}
}

const page = "../../docs/conformance.md"

func TestPage(t *testing.T) {
	want := render(plans())
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil || string(got) != want {
		t.Fatalf("%s is not what the plans say: go test ./internal/conformance -run TestPage -update (%v)", page, err)
	}
}

func render(plans []plan) string {
	var b strings.Builder
	b.WriteString(`# Conformance

The OpenID Foundation's test plans for providers, by the names of their modules, ported to Go in ` + "`internal/conformance`" + ` and run against a real gateway by ` + "`go test`" + `. This is
no certification; it is what we check before we would ask for one. This page is written by ` + "`go test ./internal/conformance -run TestPage -update`" + `.
`)
	for _, p := range plans {
		run := 0
		for _, m := range p.modules {
			if m.run != nil {
				run++
			}
		}
		fmt.Fprintf(&b, "\n## %s\n\nVariant: %s. %d of %d modules run.\n\n| module | here |\n|---|---|\n", p.name, p.variant, run, len(p.modules))
		for _, m := range p.modules {
			here := "runs"
			if m.run == nil {
				here = "does not apply: " + m.reason
			} else if m.reason != "" {
				here = "runs; " + m.reason
			}
			fmt.Fprintf(&b, "| `%s` | %s |\n", m.name, here)
		}
	}
	return b.String()
}

// TestModulesAreNamedOnce: one that stood twice in a plan would be two outcomes under one name.
func TestModulesAreNamedOnce(t *testing.T) {
	for _, p := range plans() {
		seen := map[string]bool{}
		for _, m := range p.modules {
			if seen[m.name] || m.run == nil && m.reason == "" {
				t.Errorf("%s: %s stands there twice, or neither runs nor has a reason", p.name, m.name)
			}
			seen[m.name] = true
		}
	}
}
