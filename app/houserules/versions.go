package houserules

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
)

var tomlField = regexp.MustCompile(`(?m)^\s*(\w+)\s*=\s*"?([^"\n]*?)"?\s*$`)

// Versions checks that the window's metadata agrees with the program.
func Versions(_ Plan, t *Tree) []Violation {
	const rule, where = "versions", "FyneApp.toml"
	data, err := fs.ReadFile(t.fsys, where)
	if err != nil {
		return []Violation{{Rule: rule, Where: where, Why: "it cannot be read"}}
	}
	fields := map[string]string{}
	for _, m := range tomlField.FindAllStringSubmatch(string(data), -1) {
		fields[m[1]] = m[2]
	}
	var out []Violation
	want := map[string]string{
		"ID": "it.scranno.Scranno", "Name": "Scranno", "Version": constant(t, "app/civic", "Version"),
	}
	for field, value := range want {
		if fields[field] != value {
			out = append(out, Violation{
				Rule: rule, Where: where, Why: fmt.Sprintf("%s is %q, the program says %q", field, fields[field], value),
			})
		}
	}
	return out
}

// constant gives the value of a string constant of a room, empty when absent.
func constant(t *Tree, room, name string) string {
	for _, f := range t.product() {
		if f.room != room {
			continue
		}
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.GenDecl)
			if !ok || d.Tok != token.CONST {
				continue
			}
			for _, spec := range d.Specs {
				v := spec.(*ast.ValueSpec)
				if len(v.Names) == 1 && v.Names[0].Name == name && len(v.Values) == 1 {
					if lit, ok := v.Values[0].(*ast.BasicLit); ok {
						value, _ := strconv.Unquote(lit.Value)
						return value
					}
				}
			}
		}
	}
	return ""
}

// Required gives the version of a module that a go.mod file asks for.
func Required(gomod []byte, module string) (string, error) {
	line := regexp.MustCompile(`(?m)^\s*(?:require\s+)?` + regexp.QuoteMeta(module) + `\s+(v\S+)`)
	m := line.FindSubmatch(gomod)
	if m == nil {
		return "", fmt.Errorf("houserules: go.mod does not require %s", module)
	}
	return string(m[1]), nil
}
