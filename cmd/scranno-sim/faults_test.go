package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every test that the page about faults names is there, and none of the
// scenarios is without one.
func TestThePageOfFaultsNamesWhatIsThere(t *testing.T) {
	root := filepath.Join("..", "..")
	page, err := os.ReadFile(filepath.Join(root, "docs", "faults.md"))
	if err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inExam := strings.Contains(filepath.ToSlash(path), "storage/storetest/")
		if d.IsDir() || !strings.HasSuffix(path, "_test.go") && !(inExam && strings.HasSuffix(path, ".go")) {
			return nil
		}
		src, err := os.ReadFile(path)
		sources.Write(src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all := sources.String()
	named := regexp.MustCompile("`(Test[A-Za-z0-9]+)(?:/([A-Za-z0-9]+))?`").FindAllStringSubmatch(string(page), -1)
	if len(named) < 60 {
		t.Errorf("the page names %d tests", len(named))
	}
	for _, m := range named {
		if !strings.Contains(all, "func "+m[1]+"(t *testing.T)") {
			t.Errorf("there is no %s", m[1])
		}
		if m[2] != "" && !strings.Contains(all, `{"`+m[2]+`", `) {
			t.Errorf("the exam has no %s", m[2])
		}
	}
	for n, row := range regexp.MustCompile(`(?m)^\| (\d+) \|.*$`).FindAllString(string(page), -1) {
		if !strings.Contains(row, "`Test") {
			t.Errorf("row %d names no test", n+1)
		}
	}
	if n := strings.Count(string(page), "\n| ") - 1; n != 28 {
		t.Errorf("%d scenarios", n)
	}
}
