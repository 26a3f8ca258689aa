// Package conformance holds tests only: the test plans of the OpenID Foundation's conformance suite for OpenID providers, written
// anew in Go from their names and summaries and run against a real gateway over HTTP.
//
// Each plan is a subtest of TestPlans under its official name, and each of its modules a subtest of that:
//
//	go test ./internal/conformance -run TestPlans/oidcc-basic-certification-test-plan/oidcc-prompt-login
//
// A module asserts what the suite's module fails for; where the suite would only warn, ours fails where the gateway has made up
// its mind. Modules that cannot apply have a reason instead of a body. docs/conformance.md is made of the same lists, and TestPage
// fails when it is not what they say; go test ./internal/conformance -run TestPage -update writes it.
//
// This is no certification: that is the suite's own run against a deployed gateway.
package conformance
