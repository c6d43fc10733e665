package intake

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"runtime"
	"time"

	"scranno/app/civic"
)

const (
	// maxStream bounds what one packed stream of a PDF may hold, and maxStreams
	// all of them: pictures are the large ones.
	maxStream  = 64 << 20
	maxStreams = 512 << 20
	// maxNesting is how deep brackets may stand in one another: the reader
	// recurses with them.
	maxNesting = 500
	// maxNumber bounds the whole numbers of a PDF's frame: the reader makes tables
	// as long as they say, and places in the file end sooner.
	maxNumber = 2 * civic.MaxAttachment
	// maxMemory is what a reading process may hold.
	maxMemory = 768 << 20
)

// tame looks at a PDF before it is read and refuses what would take all memory:
// streams that unpack without end, brackets without end.
func tame(data []byte) error {
	total := int64(0)
	for rest := data; len(rest) > 0; {
		plain, packed, found := bytes.Cut(rest, []byte("stream"))
		if deepest(plain) > maxNesting || largest(plain) > maxNumber {
			return unreadable(errors.New("too deep, or numbers without measure"))
		}
		if !found {
			return nil
		}
		n, ok := unpackedSize(bytes.TrimLeft(packed, "\r\n"))
		if total += n; n > maxStream || total > maxStreams {
			return unreadable(errors.New("unpacks without end"))
		}
		rest = packed
		if _, after, closed := bytes.Cut(packed, []byte("endstream")); (ok || picture(plain)) && closed {
			rest = after
		}
	}
	return nil
}

// picture tells whether what stands before a stream says that it is a picture's:
// its bytes are no brackets and no numbers, and the reader does not unpack it.
func picture(before []byte) bool {
	before = before[max(0, len(before)-1_000):]
	before = before[bytes.LastIndex(before, []byte(" obj"))+1:]
	for _, filter := range []string{"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"} {
		if bytes.Contains(before, []byte(filter)) {
			return true
		}
	}
	return false
}

// unpackedSize counts what a packed stream holds; and, where that is packed once
// more, what that holds.
func unpackedSize(data []byte) (int64, bool) {
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return 0, false
	}
	head := make([]byte, 2)
	k, err := io.ReadFull(z, head)
	if err != nil {
		return int64(k), true
	}
	rest := io.MultiReader(bytes.NewReader(head), z)
	if zz, err := zlib.NewReader(io.LimitReader(rest, maxStream+1)); err == nil {
		n, err := io.Copy(io.Discard, io.LimitReader(zz, maxStream+1))
		if err == nil || n > maxStream {
			return n, true
		}
	}
	n, err := io.Copy(io.Discard, io.LimitReader(z, maxStream+1))
	if err != nil && n <= maxStream {
		return n, true // ends early: the reader stops there too
	}
	return n + 2, true
}

// deepest is how many brackets stand open at most.
func deepest(data []byte) int {
	depth, most := 0, 0
	for _, c := range data {
		switch c {
		case '[', '<':
			depth++
			most = max(most, depth)
		case ']', '>':
			depth = max(0, depth-1)
		}
	}
	return most
}

// largest is the largest whole number outside of strings and names: a name may
// well be a sum of many digits.
func largest(data []byte) int64 {
	var most, n int64
	inParens, inHex, other := 0, false, false // other: within a name, a word or behind a point
	for i, c := range data {
		switch {
		case c == '(' && (i == 0 || data[i-1] != '\\'):
			inParens++
		case c == ')' && inParens > 0 && data[i-1] != '\\':
			inParens--
		}
		if inParens > 0 {
			n = 0
			continue
		}
		switch {
		case c == '<':
			inHex = i == 0 || data[i-1] != '<'
			n, other = 0, false
		case c == '>':
			n, inHex, other = 0, false, false
		case c >= '0' && c <= '9':
			if n = min(n*10+int64(c-'0'), 1<<40); !other && !inHex {
				most = max(most, n)
			}
		case c == '/' || c == '.' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			n, other = 0, true
		default:
			n, other = 0, other && !bytes.ContainsRune([]byte(" \t\r\n\f\x00()[]{}%"), rune(c))
		}
	}
	return most
}

// watchMemory calls giveUp when the process holds too much.
func watchMemory(ctx context.Context, giveUp func()) {
	t := time.NewTicker(30 * time.Millisecond)
	defer t.Stop()
	var m runtime.MemStats
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			if runtime.ReadMemStats(&m); m.HeapAlloc+m.StackInuse > maxMemory {
				giveUp()
				return
			}
		}
	}
}
