package main

import (
	"bytes"
	"image"
	"image/png"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// playArms writes a picture for a coat of arms into a file.
func playArms(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	ts.Check(png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 40, 50))))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}
