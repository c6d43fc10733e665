package deskdb

import (
	"context"
	"encoding/binary"
	"encoding/json"

	"scranno/app/civic"
	"scranno/storage/sqldb"
)

// The places of an act's mark: numbers of facet_value, and last its day and what
// holds of it.
const (
	atKind = iota
	atLevel
	atRegion
	atBody
	atOutcome
	atThemes
	atDay
	markWords
)

const (
	markSize = 4 * markWords
	perFacet = 288 // marks in a row
	// dayShift is where the day begins, behind what holds.
	dayShift  = 8
	yearShift = 9 // of a day: five bits of the day, four of the month
)

// What holds of an act.
const (
	markHere   = 1 << iota // the act is in the list
	markPassed             // what came from it was approved elsewhere
	markReused             // another body took it up
)

// mark is what lists narrow by and count of an act.
type mark [markWords]uint32

func (m *mark) holds(bits uint32) bool { return m[atDay]&bits == bits }
func (m *mark) day() uint32            { return m[atDay] >> dayShift }

func (m *mark) read(data []byte) {
	for i := range m {
		m[i] = binary.LittleEndian.Uint32(data[4*i:])
	}
}

func (m *mark) write(data []byte) {
	for i, v := range m {
		binary.LittleEndian.PutUint32(data[4*i:], v)
	}
}

// dayCode writes a day as a number in the order of days. Of a shorter date it
// knows what is there, of no date nothing.
func dayCode(d civic.Date) uint32 {
	part := func(from, to int) (n uint32) {
		for i := from; i < min(to, len(d)); i++ {
			if d[i] < '0' || d[i] > '9' {
				return 0
			}
			n = n*10 + uint32(d[i]-'0')
		}
		return n
	}
	return part(0, 4)<<yearShift | min(part(5, 7), 15)<<5 | min(part(8, 10), 31)
}

// eachMark reads the marks of all acts in the order of their numbers.
func eachMark(ctx context.Context, tx *sqldb.Tx, fn func(num int64, m *mark)) error {
	var row int64
	var data []byte
	var m mark
	return tx.Each(ctx, `SELECT num, data FROM facet ORDER BY num`, nil, []any{&row, &data}, func() error {
		for i := range int64(len(data) / markSize) {
			if m.read(data[i*markSize:]); m.holds(markHere) {
				fn(row*perFacet+i, &m)
			}
		}
		return nil
	})
}

// valuesOf gives the words and codes of numbers.
func valuesOf(ctx context.Context, tx *sqldb.Tx, nums []uint32) (map[uint32]string, error) {
	out := map[uint32]string{}
	if len(nums) == 0 {
		return out, nil
	}
	list, err := json.Marshal(nums)
	if err != nil {
		return nil, civic.WrapError(civic.Internal, "deskdb.facets", err)
	}
	var n uint32
	var v string
	err = tx.Each(ctx, `SELECT num, value FROM facet_value WHERE num IN (SELECT value FROM json_each($1))`, []any{string(list)}, []any{&n, &v}, func() error {
		out[n] = v
		return nil
	})
	return out, err
}

// numSet is a set of small numbers.
type numSet []uint64

func (s *numSet) add(n int64) {
	for int64(len(*s)) <= n>>6 {
		*s = append(*s, make([]uint64, len(*s)+16)...)
	}
	(*s)[n>>6] |= 1 << (n & 63)
}

func (s numSet) has(n int64) bool { return n>>6 < int64(len(s)) && s[n>>6]&(1<<(n&63)) != 0 }
