package lru

import "testing"

func TestCacheForgetsWhatWasNotUsedForLongest(t *testing.T) {
	c := New[string, int](3)
	c.Put("a", 1, 1)
	c.Put("b", 2, 1)
	c.Put("c", 3, 1)
	c.Get("a")
	c.Put("d", 4, 1)
	if _, ok := c.Get("b"); ok {
		t.Error("b is still there, want it forgotten")
	}
	for key, want := range map[string]int{"a": 1, "c": 3, "d": 4} {
		if got, ok := c.Get(key); !ok || got != want {
			t.Errorf("%s: got %v %v, want %v", key, got, ok, want)
		}
	}
}

func TestCacheNeverOutweighsItsBudget(t *testing.T) {
	c := New[int, int](100)
	for i := range 1000 {
		c.Put(i%37, i, i%130)
		if got := c.Weight(); got > 100 || got < 0 {
			t.Fatalf("after %d puts: weight %d, want 0 to 100", i+1, got)
		}
	}
	for i := range 37 {
		c.Forget(i)
	}
	if got := c.Weight(); got != 0 {
		t.Errorf("empty cache weighs %d, want 0", got)
	}
}

func TestAReplacedValueIsGoneEvenIfTheNewOneIsTooHeavy(t *testing.T) {
	c := New[int, int](10)
	c.Put(1, 1, 5)
	c.Put(1, 2, 11)
	if got, ok := c.Get(1); ok {
		t.Errorf("got %v, want nothing", got)
	}
}
