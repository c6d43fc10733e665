package council

import (
	"context"
	"regexp"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/app/drafting"
)

// ReadConvocation makes a sitting of the text of a convocation: when, where and
// how it meets, and the numbered items of its agenda. What the text does not say
// stays empty; links to the person's own acts are made. It is not kept yet.
func (c *Council) ReadConvocation(ctx context.Context, text string, body civic.BodyCode) (civic.Sitting, error) {
	s := cutConvocation(civic.CleanText(text), c.o.Now())
	s.Body = body
	if body == "" {
		home, err := c.Home(ctx)
		if civic.Is(err, civic.NotFound) {
			return s, nil // the person says which
		}
		if err != nil {
			return s, err
		}
		s.Body = home
	}
	if err := c.fillBody(ctx, &s); err != nil {
		return s, err
	}
	return s, c.link(ctx, &s)
}

// ReadConvocationFile is ReadConvocation for a file of the person's.
func (c *Council) ReadConvocationFile(ctx context.Context, path string, body civic.BodyCode) (civic.Sitting, error) {
	_, content, err := c.read(ctx, path)
	if err != nil {
		return civic.Sitting{}, err
	}
	return c.ReadConvocation(ctx, content.Subject+"\n"+drafting.Join(content.Clauses), body)
}

// cutConvocation reads a convocation; a day without a year is the next one.
func cutConvocation(text string, now time.Time) civic.Sitting {
	head, items := cutAgenda(text)
	s := civic.Sitting{Items: items, Link: linkForm.FindString(text)}
	head = termsOf(&s, head, now)
	s.Link = strings.TrimRight(s.Link, ".,;)")
	low := strings.ToLower(head)
	switch {
	case strings.Contains(low, "urgen"):
		s.Kind = civic.SittingUrgent
	case strings.Contains(low, "straordinari"):
		s.Kind = civic.SittingExtraordinary
	case strings.Contains(low, "ordinari"):
		s.Kind = civic.SittingOrdinary
	}
	if m := organForm.FindString(head); m != "" {
		s.Organ = strings.Join(strings.Fields(m), " ")
		s.Organ = strings.ToUpper(s.Organ[:1]) + strings.ToLower(s.Organ[1:])
	}
	if m := placeForm.FindStringSubmatch(head); m != nil {
		s.Place = upTo(strings.Join(strings.Fields(m[1]), " "), civic.MaxLine)
	}
	return s
}

var (
	linkForm  = regexp.MustCompile(`https?://[^\s<>"«»]+`)
	organForm = regexp.MustCompile(`(?i)\b(?:consiglio (?:comunale|provinciale|regionale|metropolitano|municipale|dell['’]unione)|(?:prima|seconda|terza|quarta|quinta|sesta|[0-9IVX]+ª?)? ?commissione consiliare(?: [a-zà-ù]+)?|conferenza dei capigruppo)\b`)
	placeForm = regexp.MustCompile(`(?i)\b(?:presso|nella|nell['’]|in) ?((?:la |il |l['’])?(?:sala|aula|palazzo|sede|municipio|salone|teatro|auditorium|residenza)\b[^\n;]{0,120}?)(?:[,.;]? (?:per\b|con\b|in (?:prima|seconda)|alle ore|il giorno|si terr|è convocat)|[.;\n]|$)`)
)

// itemForm is a number at the beginning of a line, as agendas have it.
var (
	itemForm   = regexp.MustCompile(`^\s*(?:[Pp]unto\s+)?(?:[nN]\.?\s?)?([0-9]{1,3})\s?(?:[.)°º:]|[-–—](?:\s)|\.\s?-|\)\s?-)[\s.)–-]*(.*)$`)
	inlineItem = regexp.MustCompile(`(?:^|\s)([0-9]{1,3})[.)]\s+`)
	afterItems = regexp.MustCompile(belowItems.String() + `|(?i)^\s*(?:cordial|distint|il presidente|la presidente|il sindaco|la sindaca|in caso|qualora|la seduta|ai sensi|gli atti|la documentazione|si ricorda|si rammenta|con osservanza|f\.to|firmato)`)
)

// cutAgenda parts a convocation into what stands before the agenda and its
// items. Numbers count only in their order, so that a date at the beginning of a
// line is none.
func cutAgenda(text string) (string, []civic.SittingItem) {
	lines := strings.Split(text, "\n")
	var items []civic.SittingItem
	var head strings.Builder
	open, gap := false, false
	for _, l := range lines {
		m := itemForm.FindStringSubmatch(l)
		if m != nil && number(m[1]) == len(items)+1 {
			items = append(items, civic.SittingItem{Number: m[1], Subject: strings.TrimSpace(m[2])})
			open, gap = true, false
			continue
		}
		trimmed := strings.TrimSpace(l)
		switch {
		case len(items) == 0:
			head.WriteString(l + "\n")
		case trimmed == "":
			gap = true
		case !open || afterItems.MatchString(trimmed) || gap && items[len(items)-1].Subject != "":
			open = false
			head.WriteString(l + "\n") // below the agenda is said where and when, too
		default:
			it := &items[len(items)-1]
			it.Subject = strings.TrimSpace(it.Subject + " " + trimmed)
		}
	}
	if len(items) < 2 {
		if h, inline := cutInline(text); len(inline) > len(items) {
			return h, tidy(inline)
		}
	}
	if len(items) > 0 {
		head.WriteString(endLast(items))
	}
	return head.String(), tidy(items)
}

// cutInline cuts an agenda that runs on in one paragraph: "1) … 2) …".
func cutInline(text string) (string, []civic.SittingItem) {
	var items []civic.SittingItem
	start, end := 0, 0
	for _, m := range inlineItem.FindAllStringSubmatchIndex(text, -1) {
		if number(text[m[2]:m[3]]) != len(items)+1 {
			continue
		}
		if len(items) == 0 {
			start = m[0]
		} else {
			items[len(items)-1].Subject = text[end:m[0]]
		}
		items = append(items, civic.SittingItem{Number: text[m[2]:m[3]]})
		end = m[1]
	}
	if len(items) < 2 {
		return text, nil
	}
	last, below, _ := strings.Cut(text[end:], "\n\n")
	items[len(items)-1].Subject = last
	return text[:start] + endLast(items) + "\n\n" + below, items
}

// endLast cuts off the last item what a convocation says below its agenda, and
// gives it.
func endLast(items []civic.SittingItem) string {
	it := &items[len(items)-1]
	for at := 0; ; {
		end := strings.IndexAny(it.Subject[at:], ".;\n")
		if end < 0 {
			return ""
		}
		at += end + 1
		if rest := it.Subject[at:]; belowItems.MatchString(rest) {
			it.Subject = it.Subject[:at]
			return "\n\n" + strings.TrimSpace(rest)
		}
	}
}

// tidy makes one line of each subject and leaves out what has none.
func tidy(items []civic.SittingItem) []civic.SittingItem {
	out := items[:0]
	for _, it := range items {
		it.Subject = upTo(strings.TrimRight(strings.Join(strings.Fields(it.Subject), " "), ";."), civic.MaxSubject)
		if it.Subject != "" && len(out) < civic.MaxSittingItems {
			out = append(out, it)
		}
	}
	return out
}

// upTo gives at most n bytes of a text, whole characters.
func upTo(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n]
}
