package oidc

import "testing"

func TestBothLanguagesSayEverything(t *testing.T) {
	for key := range english {
		if french[key] == "" {
			t.Errorf("%s is not said in French", key)
		}
	}
	if len(english) != len(french) {
		t.Errorf("%d sentences in English, %d in French", len(english), len(french))
	}
}
