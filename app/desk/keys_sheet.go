package desk

import (
	"context"
	"io"

	"scranno/app/civic"
	"scranno/app/document"
)

// sheetFormat is what a sheet to be printed is written in.
const sheetFormat = "pdf"

// SheetEnding is the ending of its file.
const SheetEnding = "." + sheetFormat

// RecoverySheet writes a page to be printed with a recovery code, as NewRecovery
// gave it: here it is kept nowhere. Invalid: this is no such code.
func (d *Desk) RecoverySheet(ctx context.Context, code string, w io.Writer) error {
	const op = "desk.recovery_sheet"
	if d.o.Exporter == nil {
		return civic.NewError(civic.Internal, op, "")
	}
	typed := typedCode(code)
	if len(typed) != len(spell(make([]byte, recoveryBytes))) {
		return civic.NewError(civic.Invalid, op, "keys.recovery_wrong")
	}
	return d.o.Exporter.ExportSheet(ctx, document.BuildRecovery(typed, civic.DateOf(d.o.Now())), sheetFormat, w)
}
