package issuer

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"scranno/app/civic"
)

// Fields of the invitation page, beside the password's.
const (
	fieldName   = "name"
	fieldRepeat = "repeat"
)

// inviteView is what the invitation page shows: what the administrator vouches
// for, before anything is asked.
type inviteView struct {
	Central string
	Email   string
	Name    string
	Mandate string
	Roles   []string
	Message string
}

func (i *Issuer) invitePage(w http.ResponseWriter, r *http.Request) {
	inv, ok := i.invitation(w, r)
	if !ok {
		return
	}
	i.show(w, http.StatusOK, "invite", i.inviteView(inv))
}

func (i *Issuer) invitation(w http.ResponseWriter, r *http.Request) (civic.Invitation, bool) {
	inv, err := i.accounts.Invitation(r.Context(), TokenHash(r.PathValue("token")))
	switch {
	case civic.Is(err, civic.NotFound), err == nil && (!inv.Used.IsZero() || !i.now().Before(inv.Expires)):
		// One answer for all: whoever tries tokens learns nothing.
		i.say(w, http.StatusNotFound, "Questo invito non vale più", "È già stato usato oppure è scaduto. Chiedine un altro a chi gestisce il servizio.")
		return inv, false
	case err != nil:
		i.failed(w, err)
		return inv, false
	}
	return inv, true
}

func (i *Issuer) inviteView(inv civic.Invitation) inviteView {
	v := inviteView{Central: i.name, Email: inv.Email, Name: inv.Name}
	if m := inv.Mandate; m != nil {
		v.Mandate = m.Office + ", " + m.BodyName
	}
	for _, role := range inv.Roles {
		v.Roles = append(v.Roles, roleName(role.Name))
	}
	return v
}

func (i *Issuer) accept(w http.ResponseWriter, r *http.Request) {
	inv, ok := i.invitation(w, r)
	if !ok {
		return
	}
	if err := r.ParseForm(); err != nil {
		i.say(w, http.StatusBadRequest, "La richiesta non è leggibile", "Torna indietro e riprova.")
		return
	}
	view := i.inviteView(inv)
	name := strings.Join(strings.Fields(civic.CleanText(r.PostForm.Get(fieldName))), " ")
	password := r.PostForm.Get("password")
	if name != "" {
		view.Name = name
	}
	switch {
	case name == "" || len(name) > civic.MaxName:
		view.Message = "Scrivi il nome che gli altri vedranno."
	case CheckPassword(password) != nil:
		view.Message = "La password deve avere almeno dieci caratteri."
	case r.PostForm.Has(fieldRepeat) && r.PostForm.Get(fieldRepeat) != password:
		view.Message = "Le due password non sono uguali."
	}
	if view.Message != "" || !utf8.ValidString(name) {
		i.show(w, http.StatusUnprocessableEntity, "invite", view)
		return
	}
	hash, err := HashPassword(password)
	if err == nil {
		_, err = i.accounts.Accept(r.Context(), TokenHash(r.PathValue("token")), name, hash)
	}
	switch {
	case civic.Is(err, civic.Conflict), civic.Is(err, civic.NotFound):
		i.say(w, http.StatusNotFound, "Questo invito non vale più", "È già stato usato oppure è scaduto. Chiedine un altro a chi gestisce il servizio.")
	case err != nil:
		i.failed(w, err)
	default:
		i.say(w, http.StatusOK, "Fatto", "Ora apri Scranno e accedi con "+inv.Email+" e la password che hai scelto.")
	}
}

func roleName(n civic.RoleName) string {
	switch n {
	case civic.RoleMember:
		return "partecipante"
	case civic.RoleCollaborator:
		return "collaboratore"
	case civic.RoleRepresentative:
		return "rappresentante"
	case civic.RoleEditor:
		return "redattore"
	case civic.RoleFacilitator:
		return "facilitatore"
	case civic.RoleModerator:
		return "moderatore"
	case civic.RoleAdministrator:
		return "amministratore"
	}
	return string(n)
}
