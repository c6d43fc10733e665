package signin

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"

	"scranno/app/civic"
	"scranno/sync/wire"
)

const (
	// formCallback is a loopback address that nobody listens at: the redirect
	// to it is read and never followed.
	formCallback = "http://127.0.0.1:8421" + wire.CallbackPath
	maxHops      = 8       // pages and redirects from the login to the code
	maxForm      = 1 << 20 // bytes of a login page
)

// byForm signs in through the login page's own form, as a browser would: it
// follows redirects within the central, fills one form and posts it once.
func (s *SignIn) byForm(ctx context.Context, f *flow, email, password string) (string, error) {
	const op = "signin.form"
	ctx, cancel := context.WithTimeout(ctx, 3*stepWait)
	defer cancel()
	jar, err := cookiejar.New(nil)
	if err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	walk := &formWalk{flow: f, http: &http.Client{Transport: s.http.Transport, Jar: jar, CheckRedirect: s.http.CheckRedirect}}
	f.cfg.RedirectURL = formCallback
	at, err := url.Parse(f.address())
	if err != nil {
		return "", civic.WrapError(civic.Internal, op, err)
	}
	page, back, err := walk.follow(ctx, at, nil)
	if err != nil {
		return "", err
	}
	if back != nil {
		return f.code(back)
	}
	fields, action, ok := loginForm(page)
	if !ok {
		return "", civic.NewError(civic.Offline, op, "signin.no_form")
	}
	target, err := walk.at.Parse(action)
	if err != nil || !sameOrigin(f.issuer, target) {
		return "", civic.NewError(civic.Forbidden, op, "signin.foreign_issuer")
	}
	fields.Set(wire.FieldEmail, email)
	fields.Set(wire.FieldPassword, password)
	page, back, err = walk.follow(ctx, target, fields)
	if err != nil {
		return "", err
	}
	if back == nil {
		return "", walk.turnedAway(page)
	}
	return f.code(back)
}

// turnedAway says why the posted form led nowhere. Only the form once more, or
// the status for it, says that the password is wrong: a proxy's or the service's
// own refusal does not.
func (w *formWalk) turnedAway(page string) error {
	const op = "signin.form"
	if w.status == http.StatusForbidden {
		return civic.NewError(civic.Forbidden, op, "signin.blocked")
	}
	if _, _, again := loginForm(page); !again && w.status != http.StatusUnauthorized {
		return civic.NewError(civic.Offline, op, "signin.no_form")
	}
	return civic.NewError(civic.Unauthenticated, op, "signin.wrong")
}

// formWalk goes from page to page within the central.
type formWalk struct {
	flow   *flow
	http   *http.Client
	at     *url.URL // the page that was read last
	status int      // its status
}

// follow requests an address, posting the form where there is one, and goes
// after redirects until there is a page, or the way back to the desk.
func (w *formWalk) follow(ctx context.Context, to *url.URL, form url.Values) (page string, back url.Values, err error) {
	const op = "signin.follow"
	for range maxHops {
		resp, err := w.request(ctx, to, form)
		if err != nil {
			return "", nil, civic.WrapError(civic.Offline, op, plain(err))
		}
		data, err := io.ReadAll(io.LimitReader(resp.Body, maxForm))
		_ = resp.Body.Close() // read whole above
		if err != nil {
			return "", nil, civic.WrapError(civic.Offline, op, err)
		}
		w.at, w.status, form = to, resp.StatusCode, nil
		switch resp.StatusCode {
		case http.StatusOK, http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity, http.StatusBadRequest:
			return string(data), nil, nil
		case http.StatusTooManyRequests:
			return "", nil, civic.NewError(civic.Busy, op, "")
		case http.StatusFound, http.StatusSeeOther:
		default:
			return "", nil, civic.NewError(civic.Offline, op, "")
		}
		to, err = w.at.Parse(resp.Header.Get("Location"))
		switch {
		case err != nil:
			return "", nil, civic.NewError(civic.Offline, op, "")
		case strings.HasPrefix(to.String(), formCallback+"?"):
			return "", to.Query(), nil
		case !sameOrigin(w.flow.issuer, to):
			return "", nil, civic.NewError(civic.Forbidden, op, "signin.foreign_issuer")
		}
	}
	return "", nil, civic.NewError(civic.Offline, op, "")
}

func (w *formWalk) request(ctx context.Context, to *url.URL, form url.Values) (*http.Response, error) {
	method, body := http.MethodGet, io.Reader(http.NoBody)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, to.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "text/html")
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", to.Scheme+"://"+to.Host)
	}
	return w.http.Do(req)
}

// tags finds the tags of forms and their fields with their attributes. The
// pages that it reads are the central's own: plain, without scripts.
type tags struct{ form, tag, attr *regexp.Regexp }

func newTags() tags {
	return tags{
		form: regexp.MustCompile(`(?is)<form\b([^>]*)>(.*?)</form>`),
		tag:  regexp.MustCompile(`(?is)<input\b([^>]*)>`),
		attr: regexp.MustCompile(`(?is)([a-z-]+)\s*=\s*("[^"]*"|'[^']*')`),
	}
}

// loginForm finds the form that asks for e-mail and password: its hidden
// fields and its action.
func loginForm(page string) (fields url.Values, action string, ok bool) {
	t := newTags()
	for _, m := range t.form.FindAllStringSubmatch(page, -1) {
		form := t.attributes(m[1])
		fields, seen := url.Values{}, map[string]bool{}
		for _, in := range t.tag.FindAllStringSubmatch(m[2], -1) {
			a := t.attributes(in[1])
			seen[a["name"]] = true
			if strings.EqualFold(a["type"], "hidden") && a["name"] != "" {
				fields.Set(a["name"], a["value"])
			}
		}
		if seen[wire.FieldEmail] && seen[wire.FieldPassword] && strings.EqualFold(form["method"], "post") {
			return fields, form["action"], true
		}
	}
	return nil, "", false
}

func (t tags) attributes(s string) map[string]string {
	out := map[string]string{}
	for _, m := range t.attr.FindAllStringSubmatch(s, -1) {
		out[strings.ToLower(m[1])] = html.UnescapeString(m[2][1 : len(m[2])-1])
	}
	return out
}
