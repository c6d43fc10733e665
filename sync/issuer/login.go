package issuer

import (
	"context"
	"math"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"scranno/app/civic"
	"scranno/sync/wire"
)

// loginView is what the login page shows.
type loginView struct {
	Central string
	Device  string
	Request string
	Proof   string
	Email   string
	Message string // of the last try
}

func (i *Issuer) loginPage(w http.ResponseWriter, r *http.Request) {
	a, ok := i.store.pending.get(r.URL.Query().Get(wire.FieldRequest), i.now())
	if !ok || a.Done() {
		i.say(w, http.StatusBadRequest, "Questo accesso è scaduto", "Torna a Scranno e premi di nuovo Accedi.")
		return
	}
	i.show(w, http.StatusOK, "login", i.viewOf(a))
}

func (i *Issuer) viewOf(a *authRequest) loginView {
	return loginView{Central: i.name, Device: a.deviceName, Request: a.id, Proof: a.proof, Email: a.asked.LoginHint}
}

// login answers the same to an unknown address, a wrong password and a person
// who was shut out.
func (i *Issuer) login(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		i.say(w, http.StatusBadRequest, "La richiesta non è leggibile", "Torna indietro e riprova.")
		return
	}
	now := i.now()
	a, ok := i.store.pending.get(r.PostForm.Get(wire.FieldRequest), now)
	if !ok || a.Done() || !a.proves(r.PostForm.Get(wire.FieldProof)) {
		i.say(w, http.StatusBadRequest, "Questo accesso è scaduto", "Torna a Scranno e premi di nuovo Accedi.")
		return
	}
	email := strings.ToLower(strings.TrimSpace(r.PostForm.Get(wire.FieldEmail)))
	view := i.viewOf(a)
	view.Email = email
	// The slot is kept until the guess is counted, so that guesses made at once
	// do not all pass before the first has failed.
	select {
	case i.hashing <- struct{}{}:
		defer func() { <-i.hashing }()
	case <-r.Context().Done():
		return
	}
	now = i.now()
	byAccount, byAddress := "account:"+TokenHash(email), "address:"+hostOf(r)
	if d := i.slow.wait(now, byAccount, byAddress); d > 0 {
		seconds := int(math.Ceil(d.Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		view.Message = "Troppi tentativi. Aspetta " + inWords(d) + " e riprova."
		i.show(w, http.StatusTooManyRequests, "login", view)
		return
	}
	person, err := i.check(r.Context(), email, r.PostForm.Get(wire.FieldPassword))
	if err != nil {
		i.failed(w, err)
		return
	}
	if person == "" {
		i.slow.failed(now, byAccount, freeAccount)
		i.slow.failed(now, byAddress, freeAddress)
		view.Message = "L’indirizzo o la password non sono giusti."
		i.show(w, http.StatusUnauthorized, "login", view)
		return
	}
	i.slow.succeeded(byAccount)
	done, err := i.store.pending.done(a, person, now)
	if err != nil {
		i.failed(w, err)
		return
	}
	http.Redirect(w, r, "/authorize/callback?id="+url.QueryEscape(done.id), http.StatusSeeOther)
}

// check gives whose the password is; empty: nobody's.
func (i *Issuer) check(ctx context.Context, email, password string) (civic.ID, error) {
	account, err := i.accounts.AccountByEmail(ctx, email)
	if err != nil && !civic.Is(err, civic.NotFound) && !civic.Is(err, civic.Invalid) {
		return "", err
	}
	if len(password) > MaxPassword {
		password = password[:MaxPassword]
	}
	right := VerifyPassword(account.Hash, password)
	if !right || account.Disabled || !account.Person.Valid() {
		return "", nil
	}
	return account.Person, nil
}

func (i *Issuer) failed(w http.ResponseWriter, err error) {
	i.log.Error("signing in failed", "kind", civic.KindOf(err), "error", err)
	w.Header().Set("Retry-After", "10")
	i.say(w, http.StatusServiceUnavailable, "Il servizio non risponde", "Riprova tra poco.")
}

func hostOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String() // a household has 2^64 of them
	}
	return host
}

func inWords(d time.Duration) string {
	if d <= time.Minute {
		if s := int(math.Ceil(d.Seconds())); s != 1 {
			return strconv.Itoa(s) + " secondi"
		}
		return "un secondo"
	}
	return strconv.Itoa(int(math.Ceil(d.Minutes()))) + " minuti"
}
