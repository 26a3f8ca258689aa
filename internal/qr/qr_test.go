package qr

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/skip2/go-qrcode"
)

// The path is read back into modules and compared with what the QR library drew.
func TestThePathIsTheCode(t *testing.T) {
	const link = "https://vault.example/#/claim?gateway=https%3A%2F%2Fid.example&shop=lantern&code=7ZZZZABCDEFGHJKMNPQRSTVWXY"
	got, err := New(link)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qrcode.New(link, qrcode.Medium)
	if err != nil {
		t.Fatal(err)
	}
	dark := map[[2]int]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`).FindAllStringSubmatch(got.Path, -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		n, _ := strconv.Atoi(m[3])
		for i := range n {
			dark[[2]int{x + i, y}] = true
		}
	}
	for y, row := range code.Bitmap() {
		for x, want := range row {
			if dark[[2]int{x, y}] != want {
				t.Fatalf("module %d, %d: got %v, want %v", x, y, !want, want)
			}
		}
	}
}

func TestSVGIsADocument(t *testing.T) {
	code, err := New("https://vault.example/#/claim?code=x")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		XMLName xml.Name
		ViewBox string `xml:"viewBox,attr"`
		Paths   []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal([]byte(code.SVG()), &doc); err != nil {
		t.Fatal(err)
	}
	size := strconv.Itoa(code.Size)
	if doc.XMLName.Local != "svg" || doc.ViewBox != "0 0 "+size+" "+size || len(doc.Paths) != 2 || doc.Paths[1].D != code.Path || doc.Paths[0].D != "M0 0h"+size+"v"+size+"H0z" {
		t.Errorf("got %+v", doc)
	}
	if _, err := New(strings.Repeat("x", 5000)); err == nil {
		t.Error("5,000 bytes fit into a code")
	}
}
