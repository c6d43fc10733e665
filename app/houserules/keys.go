package houserules

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	keyLike  = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)
	headLike = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*\.`)
)

// Keys checks the texts of the screens: both languages have the same keys with
// the same parameters, every key is used, every key asked for exists.
func Keys(p Plan, t *Tree) []Violation {
	italian, err := texts(t.fsys, p.Locales[0])
	if err != nil {
		return []Violation{keyFault(p.Locales[0], 0, "%v", err)}
	}
	var out []Violation
	for _, name := range p.Locales[1:] {
		other, err := texts(t.fsys, name)
		if err != nil {
			out = append(out, keyFault(name, 0, "%v", err))
			continue
		}
		out = append(out, sameKeys(p.Locales[0], italian, name, other)...)
	}
	used := map[string]bool{}
	for _, f := range t.product() {
		if f.room == "app/houserules" {
			continue
		}
		out = append(out, asked(p, t, f, italian)...)
		literals(f, func(lit *ast.BasicLit, text string) {
			used[text] = true
			if _, ok := italian[text]; !ok && keyLike.MatchString(text) && beginsWithOne(text, p.KeyFamilies) {
				out = append(out, keyFault(f.path, t.line(lit.Pos()), "the key %q is in no language", text))
			}
		})
	}
	for _, key := range sorted(italian) {
		if !used[key] && !beginsWithOne(key, p.KeyPrefixes) {
			out = append(out, keyFault(p.Locales[0], 0, "no code asks for %q: take it out, or list its first part in plan.go", key))
		}
	}
	return append(out, prefixesInUse(p, italian)...)
}

func prefixesInUse(p Plan, italian map[string]string) []Violation {
	var out []Violation
	for _, prefix := range p.KeyPrefixes {
		if !slices.ContainsFunc(sorted(italian), func(key string) bool { return strings.HasPrefix(key, prefix) }) {
			out = append(out, keyFault(p.Locales[0], 0, "plan.go lists the first part %q, and no key begins so", prefix))
		}
	}
	return out
}

// asked looks at the keys that one file hands to a translation helper or puts
// into an error.
func asked(p Plan, t *Tree, f goFile, known map[string]string) []Violation {
	var out []Violation
	look := func(arg ast.Expr) {
		head, whole := keyHead(arg)
		switch {
		case whole && keyLike.MatchString(head) && known[head] == "" && !beginsWithOne(head, p.KeyFamilies):
			out = append(out, keyFault(f.path, t.line(arg.Pos()), "the key %q is in no language", head))
		case !whole && headLike.MatchString(head) && !beginsWithOne(head, p.KeyPrefixes):
			out = append(out, keyFault(f.path, t.line(arg.Pos()), "keys that begin with %q are put together here: list it in plan.go", head))
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if at, ok := p.KeyHelpers[calledName(n)]; ok && len(n.Args) > at {
				look(n.Args[at])
			}
		case *ast.CompositeLit:
			for _, el := range n.Elts {
				kv, ok := el.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				if of, ok := p.KeyFields[typeName(kv.Key)]; ok && (of == "" || of == typeName(n.Type)) {
					look(kv.Value)
				}
			}
		}
		return true
	})
	return out
}

func beginsWithOne(text string, firsts []string) bool {
	return slices.ContainsFunc(firsts, func(first string) bool { return strings.HasPrefix(text, first) })
}

// keyHead gives the literal text that a key begins with, and whether that is
// the whole of it.
func keyHead(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		head, _ := keyHead(e.X)
		return head, false
	case *ast.CallExpr: // fmt.Sprintf("date.month.%02d", …)
		if calledName(e) == "Sprintf" && len(e.Args) > 0 {
			head, _ := keyHead(e.Args[0])
			head, _, _ = strings.Cut(head, "%")
			return head, false
		}
	}
	return "", false
}

var parameter = regexp.MustCompile(`\{\{\.[a-z_]+\}\}`)

func sameKeys(first string, a map[string]string, second string, b map[string]string) []Violation {
	var out []Violation
	for _, key := range sorted(a) {
		text, ok := b[key]
		if !ok {
			out = append(out, keyFault(second, 0, "it lacks %q, which %s has", key, first))
		} else if !slices.Equal(parameters(a[key]), parameters(text)) {
			out = append(out, keyFault(second, 0, "%q has other parameters than in %s", key, first))
		}
	}
	for _, key := range sorted(b) {
		if _, ok := a[key]; !ok {
			out = append(out, keyFault(first, 0, "it lacks %q, which %s has", key, second))
		}
	}
	return out
}

func parameters(text string) []string {
	list := parameter.FindAllString(text, -1)
	slices.Sort(list)
	return slices.Compact(list)
}

// texts reads a language: flat keys, each a text or an object of plural forms,
// which count as one text here.
func texts(fsys fs.FS, name string) (map[string]string, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("it cannot be read")
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("it is no JSON object: %w", err)
	}
	out := make(map[string]string, len(raw))
	for key, value := range raw {
		var text string
		var plural struct{ One, Other string }
		if json.Unmarshal(value, &text) != nil {
			if json.Unmarshal(value, &plural) != nil || plural.One == "" || plural.Other == "" {
				return nil, fmt.Errorf("the key %q is neither a text nor both plural forms", key)
			}
			text = plural.One + "\n" + plural.Other
		}
		if text == "" {
			return nil, fmt.Errorf("the key %q has no text", key)
		}
		out[key] = text
	}
	return out, nil
}

func literals(f goFile, visit func(lit *ast.BasicLit, text string)) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				visit(lit, text)
			}
		}
		return true
	})
}

func calledName(n *ast.CallExpr) string { return typeName(n.Fun) }

// typeName gives the last name of an expression: Error of civic.Error.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func sorted(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func keyFault(where string, line int, format string, args ...any) Violation {
	return Violation{Rule: "translation keys", Where: where, Line: line, Why: fmt.Sprintf(format, args...)}
}
