package houserules

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// Comments checks that every package has one comment, in exactly one file,
// that begins as Go's documentation wants it.
func Comments(_ Plan, t *Tree) []Violation {
	const rule = "package comments"
	var out []Violation
	names, files := map[string]string{}, map[string][]string{}
	for _, f := range t.product() {
		names[f.room] = f.ast.Name.Name
		if f.ast.Doc == nil {
			continue
		}
		files[f.room] = append(files[f.room], f.path)
		want := "Package " + f.ast.Name.Name + " "
		if f.ast.Name.Name != "main" && !strings.HasPrefix(f.ast.Doc.Text(), want) {
			out = append(out, Violation{Rule: rule, Where: f.path, Why: fmt.Sprintf("the comment must begin with %q", want)})
		}
	}
	for room, name := range names {
		switch n := len(files[room]); {
		case n == 0:
			out = append(out, Violation{Rule: rule, Where: room, Why: "package " + name + " has no comment: say in doc.go what it is for"})
		case n > 1:
			out = append(out, Violation{
				Rule: rule, Where: room,
				Why: fmt.Sprintf("package %s has %d comments (%s), one is enough", name, n, strings.Join(files[room], ", ")),
			})
		}
	}
	return out
}

// Habits checks how code is written where a machine can tell: no panic and no
// init in product code, contexts come first and stay out of structs, pure rooms
// take the time as an argument, no test skips without saying why.
func Habits(p Plan, t *Tree) []Violation {
	var out []Violation
	for _, f := range t.files {
		add := func(n ast.Node, why string) {
			out = append(out, Violation{Rule: "habits", Where: f.path, Line: t.line(n.Pos()), Why: why})
		}
		pure := !f.test && slices.Contains(p.Pure, f.room)
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				call(f, pure, n, add)
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					add(n, "no init functions: a program says itself what it starts")
				}
			case *ast.FuncType:
				if contextLate(n) && !f.test {
					add(n, "context.Context is the first parameter")
				}
			case *ast.StructType:
				if !f.test && slices.ContainsFunc(n.Fields.List, func(fl *ast.Field) bool { return isContext(fl.Type) }) {
					add(n, "a context.Context is passed, never stored in a struct")
				}
			}
			return true
		})
	}
	return out
}

func call(f goFile, pure bool, n *ast.CallExpr, add func(ast.Node, string)) {
	switch fn := n.Fun.(type) {
	case *ast.Ident:
		if fn.Name == "panic" && !f.test && !abortsHandler(n) {
			add(n, "product code returns errors, it does not panic")
		}
	case *ast.SelectorExpr:
		name := selector(fn)
		switch {
		case pure && name == "time.Now":
			add(n, "the time is an argument here; it is read at the edges")
		case f.test && fn.Sel.Name == "SkipNow", f.test && fn.Sel.Name == "Skip" && noReason(n):
			add(n, "a test that skips must say what is missing")
		}
	}
}

// abortsHandler tells the one panic that net/http asks for: it drops the
// connection of an answer that is cut.
func abortsHandler(n *ast.CallExpr) bool {
	sel, ok := n.Args[0].(*ast.SelectorExpr)
	return ok && selector(sel) == "http.ErrAbortHandler"
}

func noReason(n *ast.CallExpr) bool {
	if len(n.Args) == 0 {
		return true
	}
	lit, ok := n.Args[0].(*ast.BasicLit)
	return ok && len(lit.Value) < len(`"say why"`)
}

func contextLate(fn *ast.FuncType) bool {
	return slices.IndexFunc(fn.Params.List, func(fl *ast.Field) bool { return isContext(fl.Type) }) > 0
}

func isContext(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	return ok && selector(sel) == "context.Context"
}

// selector gives "pkg.Name" for a qualified identifier, else ".Name".
func selector(sel *ast.SelectorExpr) string {
	if id, ok := sel.X.(*ast.Ident); ok {
		return id.Name + "." + sel.Sel.Name
	}
	return "." + sel.Sel.Name
}
