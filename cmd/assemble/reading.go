package assemble

import (
	"context"
	"io"
	"os"

	"scranno/app/intake"
)

// readPDF is the word by which a program starts itself to read a PDF.
const readPDF = "--read-pdf"

// ServeReading does what a program that was started to read a PDF does, and
// tells whether it was: its first business, before anything is opened. A hostile
// file can end such a process, and nothing else.
func ServeReading(args []string, in io.Reader, out io.Writer) (code int, was bool) {
	if len(args) != 1 || args[0] != readPDF {
		return 0, false
	}
	if err := intake.ServePDF(context.Background(), in, out, func() { os.Exit(1) }); err != nil {
		return 1, true
	}
	return 0, true
}

// fileReader reads the person's files, PDF in a process of its own.
func fileReader() intake.Reader {
	me, err := os.Executable()
	if err != nil {
		return intake.Reader{}
	}
	return intake.Reader{Child: intake.Child{me, readPDF}}
}
