package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"scranno/app/document"
)

// Source of the file's form: ISO 32000-1:2008.
const header = "%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n"

var errPainted = errors.New("the painted file is not as expected")

// object is what stands between "n 0 obj" and "endobj", with the stream if
// there is one.
type object []byte

// painted is gofpdf's file taken apart: objects by number, the first unused.
type painted struct {
	objects []object
	root    int
	info    int
}

// finish rebuilds what gofpdf painted: its pages and fonts as they are, the
// catalog, information, outline and names of ours around them.
func finish(s sheets, p document.Pages, version string) ([]byte, error) {
	d, err := takeApart(s.file)
	if err != nil {
		return nil, err
	}
	if err := d.nameFonts(s.used); err != nil {
		return nil, err
	}
	kids, err := d.kids()
	if err != nil {
		return nil, err
	}
	d.objects[d.info] = information(p)
	catalog := "<</Type /Catalog /Pages 1 0 R\n/ViewerPreferences <</DisplayDocTitle true>>\n"
	if lang := language(p.Language); lang != "" {
		catalog += "/Lang (" + lang + ")\n"
	}
	catalog += fmt.Sprintf("/Metadata %d 0 R\n", d.add(metadata(p)))
	profile, err := colourStream()
	if err != nil {
		return nil, err
	}
	catalog += fmt.Sprintf("/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (%[1]s) /Info (%[1]s) /DestOutputProfile %[2]d 0 R>>]\n",
		colours, d.add(profile))
	if len(kids) != len(s.marks) {
		return nil, errPainted
	}
	if root := d.tags(p, kids, s.marks); root != 0 {
		catalog += fmt.Sprintf("/MarkInfo <</Marked true>> /StructTreeRoot %d 0 R\n", root)
	}
	if root := d.outline(p, kids); root != 0 {
		catalog += fmt.Sprintf("/Outlines %d 0 R /PageMode /UseOutlines\n", root)
	}
	d.objects[d.root] = object(catalog + ">>")
	return d.assemble(version), nil
}

func (d *painted) add(o object) int {
	d.objects = append(d.objects, o)
	return len(d.objects) - 1
}

// takeApart reads the cross-reference table that gofpdf writes: one section,
// every object in use.
func takeApart(file []byte) (*painted, error) {
	at := bytes.LastIndex(file, []byte("\nxref\n"))
	trailer := bytes.LastIndex(file, []byte("\ntrailer\n"))
	if at < 0 || trailer < at {
		return nil, errPainted
	}
	lines := bytes.Split(file[at+len("\nxref\n"):trailer], []byte("\n"))
	if len(lines) < 3 {
		return nil, errPainted
	}
	starts := make([]int, 0, len(lines))
	for _, l := range lines[2:] { // after "0 n" and the entry of object 0
		n, err := strconv.Atoi(string(l[:min(10, len(l))]))
		if err != nil || n <= 0 || n > at {
			return nil, errPainted
		}
		starts = append(starts, n)
	}
	ends := append(slices.Clone(starts), at+1)
	slices.Sort(ends)
	d := &painted{objects: make([]object, len(starts)+1)}
	for i, from := range starts {
		next, _ := slices.BinarySearch(ends, from+1)
		body, ok := bytes.CutPrefix(file[from:ends[next]], fmt.Appendf(nil, "%d 0 obj\n", i+1))
		end := bytes.LastIndex(body, []byte("endobj"))
		if !ok || end < 0 {
			return nil, errPainted
		}
		d.objects[i+1] = object(bytes.TrimRight(body[:end], "\n"))
	}
	// gofpdf's order: … information, catalog.
	d.root, d.info = len(starts), len(starts)-1
	if !bytes.Contains(d.objects[d.root], []byte("/Type /Catalog")) {
		return nil, errPainted
	}
	return d, nil
}

// kids gives the numbers of the pages' objects.
func (d *painted) kids() ([]int, error) {
	_, list, _ := strings.Cut(string(d.objects[1]), "/Kids [")
	list, _, _ = strings.Cut(list, "]")
	var out []int
	for ref := range strings.SplitSeq(list, " 0 R ") {
		if ref == "" {
			continue
		}
		n, err := strconv.Atoi(ref)
		if err != nil {
			return nil, errPainted
		}
		out = append(out, n)
	}
	return out, nil
}

// assemble writes the file. Its identifier is the hash of what it holds.
func (d *painted) assemble(version string) []byte {
	size := len(header) + 64
	for _, o := range d.objects {
		size += len(o) + 48
	}
	b := bytes.NewBuffer(make([]byte, 0, size))
	fmt.Fprintf(b, header, version)
	offsets := make([]int, len(d.objects))
	for n, o := range d.objects {
		if n == 0 {
			continue
		}
		offsets[n] = b.Len()
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", n, o)
	}
	sum := sha256.Sum256(b.Bytes())
	id := hex.EncodeToString(sum[:16])
	start := b.Len()
	fmt.Fprintf(b, "xref\n0 %d\n0000000000 65535 f \n", len(d.objects))
	for _, at := range offsets[1:] {
		fmt.Fprintf(b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(d.objects), d.root, d.info, id, id, start)
	return b.Bytes()
}
