package deskdb

import (
	"encoding/json"

	"scranno/app/civic"
)

// readAct reads of an act's body what the list shows of it, all but its
// clauses; pieces are their openers and texts, as slices of the body where they
// can be, in the room of room. A first sync does this for every act: the
// clauses, nearly all of it, are not decoded. False: this version cannot read it.
func readAct(body string, room []string) (act civic.Act, pieces []string, ok bool) {
	before, list, after, found := civic.CutField(body, "clauses")
	if found {
		pieces, found = clausePieces(list, room[:0])
	}
	if !found {
		return wholeAct(body, room[:0])
	}
	ok = json.Unmarshal([]byte(before+"null"+after), &act) == nil
	return act, pieces, ok
}

// wholeAct decodes a body of a form that readAct does not know.
func wholeAct(body string, out []string) (civic.Act, []string, bool) {
	var act civic.Act
	if json.Unmarshal([]byte(body), &act) != nil {
		return act, out, false
	}
	for _, c := range act.Clauses {
		if c.Opener != "" {
			out = append(out, c.Opener)
		}
		out = append(out, c.Text)
	}
	return act, out, true
}

// clausePieces appends openers and texts of a list of clauses. False: something
// in it is not of the form of a clause.
func clausePieces(list string, out []string) ([]string, bool) {
	if list == "null" {
		return out, true
	}
	ok := civic.EachItem(list, func(clause string) bool {
		opener, text := "", ""
		good := true
		ok := civic.EachField(clause, func(key, value string) bool {
			switch key {
			case "opener":
				opener, good = civic.TextOf(value)
			case "text":
				text, good = civic.TextOf(value)
			case "id", "section", "sep":
				_, good = civic.TextOf(value)
			case "origins":
				good = value == "null" || civic.EachItem(value, func(id string) bool {
					_, ok := civic.TextOf(id)
					return ok
				})
			}
			return good
		})
		if opener != "" {
			out = append(out, opener)
		}
		out = append(out, text)
		return ok && good
	})
	return out, ok
}

// postText gives a post's words. False: this version cannot read it.
func postText(body string) (text string, ok bool) {
	ok = true
	sound := civic.EachField(body, func(key, value string) bool {
		if key == "text" {
			text, ok = civic.TextOf(value)
		}
		return ok
	})
	return text, sound
}

// decodeText reads a JSON object with a text as a decoder does; the clauses, nearly
// all of it, in place. clauses is where they belong in it.
func decodeText(raw []byte, into any, clauses *[]civic.Clause) error {
	body := string(raw)
	if before, list, after, found := civic.CutField(body, "clauses"); found {
		if all, ok := readClauses(list); ok {
			err := json.Unmarshal([]byte(before+"null"+after), into)
			*clauses = all
			return err
		}
	}
	return json.Unmarshal(raw, into)
}

// decodeAct reads the act of a record.
func decodeAct(body []byte) (a civic.Act, err error) {
	err = civic.WrapError(civic.Damaged, "deskdb.act", decodeText(body, &a, &a.Clauses))
	return a, err
}

// readClauses reads a list of clauses. False: something in it is not of the form
// that this version writes.
func readClauses(list string) (out []civic.Clause, ok bool) {
	if list == "null" {
		return nil, true
	}
	out = []civic.Clause{}
	good := true
	ok = civic.EachItem(list, func(value string) bool {
		var c civic.Clause
		ok := civic.EachField(value, func(key, value string) bool {
			var text string
			if key == "origins" {
				c.Origins, good = readIDs(value)
				return good
			}
			text, good = civic.TextOf(value)
			switch key {
			case "id":
				c.ID = civic.ID(text)
			case "section":
				c.Section = civic.Section(text)
			case "opener":
				c.Opener = text
			case "text":
				c.Text = text
			case "sep":
				c.Sep = text
			default:
				good = false
			}
			return good
		})
		out = append(out, c)
		return ok && good
	})
	return out, ok && good
}

func readIDs(list string) (out []civic.ID, ok bool) {
	if list == "null" {
		return nil, true
	}
	out = []civic.ID{}
	good := true
	ok = civic.EachItem(list, func(value string) bool {
		var id string
		id, good = civic.TextOf(value)
		out = append(out, civic.ID(id))
		return good
	})
	return out, ok && good
}
