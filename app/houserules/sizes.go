package houserules

import (
	"bytes"
	"fmt"
	"go/ast"
	"slices"
)

// Sizes checks the ceilings of files, functions, interfaces and parameters.
// Where names the file, and after a colon the declaration.
func Sizes(p Plan, t *Tree) []Violation {
	var out []Violation
	for _, f := range t.files {
		limit := p.Tree.File
		if f.test {
			limit = p.Tree.TestFile
		}
		if lines := bytes.Count(f.src, []byte{'\n'}); lines > limit {
			out = append(out, tooLarge(f.path, 0, "it has %d lines, the ceiling is %d", lines, limit))
		}
		for _, decl := range f.ast.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				out = append(out, functionSize(p, t, f, d)...)
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if ts, ok := spec.(*ast.TypeSpec); ok {
						out = append(out, interfaceSize(p, t, f, ts)...)
					}
				}
			}
		}
	}
	return out
}

func functionSize(p Plan, t *Tree, f goFile, d *ast.FuncDecl) []Violation {
	var out []Violation
	where, line := f.path+":"+d.Name.Name, t.line(d.Pos())
	if lines := t.line(d.End()) - line + 1; lines > p.Tree.Function {
		out = append(out, tooLarge(where, line, "the function has %d lines, the ceiling is %d", lines, p.Tree.Function))
	}
	if n := d.Type.Params.NumFields(); n > p.Tree.Parameters {
		out = append(out, tooLarge(where, line, "the function takes %d parameters, the ceiling is %d", n, p.Tree.Parameters))
	}
	return out
}

func interfaceSize(p Plan, t *Tree, f goFile, spec *ast.TypeSpec) []Violation {
	typ, ok := spec.Type.(*ast.InterfaceType)
	if !ok {
		return nil
	}
	var out []Violation
	where, line := f.path+":"+spec.Name.Name, t.line(spec.Pos())
	if n := methods(t, f.room, typ); n > p.Tree.Methods {
		out = append(out, tooLarge(where, line, "the interface has %d methods, the ceiling is %d", n, p.Tree.Methods))
	}
	for _, m := range typ.Methods.List {
		fn, ok := m.Type.(*ast.FuncType)
		if !ok {
			continue
		}
		if n := fn.Params.NumFields(); n > p.Tree.Parameters {
			out = append(out, tooLarge(where, t.line(m.Pos()), "method %s takes %d parameters, the ceiling is %d",
				m.Names[0].Name, n, p.Tree.Parameters))
		}
	}
	return out
}

// methods counts those of an interface and of the interfaces of the same room
// that it embeds; one that comes from elsewhere is a library's own business. An
// interface that only joins others is judged by its parts: who takes one of
// them holds no more than that.
func methods(t *Tree, room string, typ *ast.InterfaceType) int {
	n := 0
	if !slices.ContainsFunc(typ.Methods.List, func(m *ast.Field) bool { return len(m.Names) > 0 }) {
		return 0
	}
	for _, m := range typ.Methods.List {
		if len(m.Names) > 0 {
			n += len(m.Names)
			continue
		}
		if id, ok := m.Type.(*ast.Ident); ok {
			if embedded := interfaceNamed(t, room, id.Name); embedded != nil && embedded != typ {
				n += methods(t, room, embedded)
			}
		}
	}
	return n
}

func interfaceNamed(t *Tree, room, name string) *ast.InterfaceType {
	for _, f := range t.files {
		if f.room != room {
			continue
		}
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range d.Specs {
				if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.Name == name {
					typ, _ := ts.Type.(*ast.InterfaceType)
					return typ
				}
			}
		}
	}
	return nil
}

func tooLarge(where string, line int, format string, args ...any) Violation {
	return Violation{Rule: "sizes", Where: where, Line: line, Why: fmt.Sprintf(format, args...)}
}
