// Package qr draws QR codes as SVG, for claim codes on confirmation pages and receipts of tills.
//
// It promises dark on light whatever the page's theme, with the quiet zone of four modules that ISO/IEC 18004 asks for, so that every camera
// reads it. It refuses text that does not fit into the largest code, a little over 2,300 bytes.
package qr

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"
)

// Code is a QR code in a square of Size modules.
type Code struct {
	Size int
	Path string // of the dark modules, as the d of an SVG path
}

// New encodes text with error correction level M (15 %).
func New(text string) (*Code, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("QR code: %w", err)
	}
	var path strings.Builder
	rows := code.Bitmap()
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
			}
		}
	}
	return &Code{Size: len(rows), Path: path.String()}, nil
}

// SVG returns the code as a document that can stand in a page or a file. It has no size of its own: style it, 30 mm or more on paper.
func (c *Code) SVG() string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path fill="#000" d="%[3]s"/></svg>`,
		c.Size, c.Size, c.Path)
}
