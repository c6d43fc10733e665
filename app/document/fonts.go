package document

import (
	"slices"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"scranno/app/civic"
)

// FontBytes gives a face as TrueType. Each call gives a copy of its own:
// painters write into the bytes they are handed.
func FontBytes(f Font) []byte { return slices.Clone(fontData(f)) }

func fontData(f Font) []byte {
	switch f {
	case SerifBold:
		return liberationserifbold.TTF
	case SerifItalic:
		return liberationserifitalic.TTF
	case Sans:
		return liberationsansregular.TTF
	case SansBold:
		return liberationsansbold.TTF
	}
	return liberationserifregular.TTF
}

// Metrics measures text in the paper's faces. It is safe for concurrent use
// and cheap to share: glyphs are looked up once.
type Metrics struct {
	mu    sync.Mutex
	faces map[Font]*face
}

// NewMetrics makes an empty cache of measures.
func NewMetrics() *Metrics { return &Metrics{faces: map[Font]*face{}} }

type face struct {
	font    *sfnt.Font
	buf     sfnt.Buffer
	advance map[rune]float64 // in ems; negative: no glyph
}

// width gives the width of a text in points at the given size; has tells
// whether the face shows every character of it.
func (m *Metrics) width(f Font, size float64, s string) (w float64, has bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fc, err := m.face(f)
	if err != nil {
		return 0, false, err
	}
	has = true
	for _, r := range s {
		a, err := fc.rune(r)
		if err != nil {
			return 0, false, err
		}
		if a < 0 {
			has, a = false, -a
		}
		w += a
	}
	return w * size, has, nil
}

func (m *Metrics) face(f Font) (*face, error) {
	if fc := m.faces[f]; fc != nil {
		return fc, nil
	}
	parsed, err := sfnt.Parse(fontData(f))
	if err != nil {
		return nil, civic.WrapError(civic.Damaged, "document.font", err)
	}
	fc := &face{font: parsed, advance: map[rune]float64{}}
	m.faces[f] = fc
	return fc, nil
}

// privateUse tells what means something in one font alone: nobody could read it
// back from the paper.
func privateUse(r rune) bool { return r >= 0xe000 && r <= 0xf8ff }

func (f *face) rune(r rune) (float64, error) {
	if a, ok := f.advance[r]; ok {
		return a, nil
	}
	look := r
	if r == nbsp {
		look = ' '
	}
	const em = 1000
	i, err := f.font.GlyphIndex(&f.buf, look)
	if err != nil {
		return 0, civic.WrapError(civic.Damaged, "document.glyph", err)
	}
	adv, err := f.font.GlyphAdvance(&f.buf, i, fixed.I(em), font.HintingNone)
	if err != nil {
		return 0, civic.WrapError(civic.Damaged, "document.advance", err)
	}
	a := float64(adv) / 64 / em
	if i == 0 && look != ' ' || r > 0xffff || privateUse(r) {
		a = -max(a, 0.5)
	}
	f.advance[r] = a
	return a, nil
}
