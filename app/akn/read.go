package akn

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"scranno/app/civic"
)

// Bounds of what is read.
const (
	maxBytes = 20 << 20
	maxDepth = 200
	maxNodes = 500_000
)

// Is tells whether a file begins as an Akoma Ntoso document does.
func Is(head []byte) bool {
	head = head[:min(len(head), 4<<10)]
	return bytes.Contains(head, []byte("<akomaNtoso")) || bytes.Contains(head, []byte(":akomaNtoso"))
}

// Whole tells whether a document was written by this program: all of the act is
// in it.
func Whole(data []byte) bool { return Is(data) && bytes.Contains(data, []byte(ours)) }

// Read reads an act. Ids gives the id of the clause in that place, for one that
// has none. Errors: TooLarge, Invalid where it is no Akoma Ntoso document.
//
// Of one that Write wrote it gives the same act. Of others it reads what the act
// is called, its subject, number, date, who signs, and its text as clauses;
// elements it does not know are read for their words.
func Read(data []byte, ids func(i int) civic.ID) (civic.Content, error) {
	const op = "akn.read"
	if len(data) > maxBytes {
		return civic.Content{}, civic.NewError(civic.TooLarge, op, "attach.too_large", "limit", "20")
	}
	root, err := parse(data)
	if err != nil {
		return civic.Content{}, &civic.Error{Kind: civic.Invalid, Op: op, Key: "intake.akn", Err: err}
	}
	doc := root.first("akomaNtoso")
	if doc != nil {
		doc = doc.element()
	}
	if doc == nil {
		return civic.Content{}, civic.NewError(civic.Invalid, op, "intake.akn")
	}
	r := reader{ids: ids}
	if own := doc.find("atto"); own != nil && own.space == ours {
		if err := json.Unmarshal([]byte(own.words()), &r.own); err == nil {
			r.known = true
		}
	}
	return r.act(doc), nil
}

// node is an element, or a text where name is empty.
type node struct {
	space, name, text string
	attrs             map[string]string
	kids              []*node
}

func parse(data []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	root := &node{}
	path, nodes := []*node{root}, 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		if nodes++; nodes > maxNodes || len(path) > maxDepth {
			return nil, errors.New("too many elements")
		}
		at := path[len(path)-1]
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{space: t.Name.Space, name: t.Name.Local, attrs: make(map[string]string, len(t.Attr))}
			for _, a := range t.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			at.kids = append(at.kids, n)
			path = append(path, n)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			at.kids = append(at.kids, &node{text: string(t)})
		}
	}
}

// first is the first element of that name among the children.
func (n *node) first(name string) *node {
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// element is the first element among the children.
func (n *node) element() *node {
	for _, k := range n.kids {
		if k.name != "" {
			return k
		}
	}
	return nil
}

// find is the first element of that name below.
func (n *node) find(name string) *node {
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
		if f := k.find(name); f != nil {
			return f
		}
	}
	return nil
}

func (n *node) all(name string, visit func(*node)) {
	for _, k := range n.kids {
		if k.name == name {
			visit(k)
		}
		k.all(name, visit)
	}
}

// words is the text below as it stands; ends of lines are elements.
func (n *node) words() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *node) write(b *strings.Builder) {
	if n.name == "eol" || n.name == "br" {
		b.WriteByte('\n')
	}
	b.WriteString(n.text)
	for _, k := range n.kids {
		k.write(b)
	}
}

// line is the words below in one line, as other people's files are indented.
func (n *node) line() string { return strings.Join(strings.Fields(n.words()), " ") }
