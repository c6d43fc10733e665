package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"scranno/app/civic"
	"scranno/assets"
	"scranno/cmd/assemble"
)

var (
	errTaken   = errors.New("the address has an account")
	errRefused = errors.New("every line was refused")
)

// inWords says in Italian what went wrong and, where there is something to do,
// what.
func inWords(err error) string {
	for _, known := range []struct {
		is   error
		text string
	}{
		{assemble.ErrPlainHTTP, "in chiaro il servizio ascolta solo su questo computer: usa --tls-cert e --tls-key, oppure --trusted-proxy se davanti c’è un proxy."},
		{assemble.ErrTLSPair, "--tls-cert e --tls-key vanno insieme."},
		{assemble.ErrTLSFiles, "il certificato o la sua chiave non si leggono."},
		{assemble.ErrTaken, "l’indirizzo non si può usare: forse un altro programma lo occupa già."},
		{assemble.ErrOldBackup, "il salvataggio ha più di trenta giorni: le richieste accettate da allora non verranno offerte di nuovo e andranno perse. Se va bene, ripeti con --force."},
		{assemble.ErrInUse, "la cartella è già in uso da un servizio avviato o da un altro comando: fermalo o aspetta che finisca."},
		{assemble.ErrAddress, "l’indirizzo della base di dati non si legge: è della forma postgres://utente@macchina:5432/nome."},
		{assemble.ErrDatabase, "la base di dati non risponde o non lascia entrare: controlla che PostgreSQL sia acceso, l’indirizzo, l’utente e la password."},
		{assemble.ErrOwnTools, "con PostgreSQL i salvataggi si fanno e si ripristinano con i suoi strumenti (pg_dump, pg_basebackup); dopo un ripristino usa epoch --new. Vedi docs/postgresql.md."},
		{errRefused, "nessuna riga è entrata."},
		{errTaken, "quell’indirizzo ha già un accesso."},
		{assemble.ErrNotBackup, "quel file non è un salvataggio di questo servizio: nulla è cambiato."},
		{assemble.ErrMixed, "i file della cartella sono stati rimessi a posto in parte e non vanno insieme: ripristina un salvataggio con il comando restore."},
		{assemble.ErrFull, "il disco è pieno: libera spazio e riprova. Nulla è andato perso."},
		{syscall.ENOSPC, "il disco è pieno: libera spazio e riprova. Nulla è andato perso."},
		{fs.ErrPermission, "quella cartella o quel file non si possono leggere o scrivere con questo utente: controlla i permessi."},
		{syscall.ENOTDIR, "al posto di una cartella c’è un file: controlla il percorso."},
		{syscall.EISDIR, "al posto di un file c’è una cartella: controlla il percorso."},
		{fs.ErrNotExist, "il file non c’è: controlla il percorso."},
		{context.Canceled, "interrotto: ciò che era già entrato resta, e ripetere il comando porta il resto."},
		{assemble.ErrPassword, "la password deve avere almeno dieci caratteri."},
	} {
		if errors.Is(err, known.is) {
			return known.text
		}
	}
	texts := italian()
	e, ok := errors.AsType[*civic.Error](err)
	if !ok {
		return err.Error()
	}
	text := texts["error."+string(e.Kind)]
	if t := texts[e.Key]; e.Key != "" && t != "" {
		text = t
	}
	for name, value := range e.Params {
		if label := texts["field."+value]; label != "" {
			value = label
		}
		text = strings.ReplaceAll(text, "{{."+name+"}}", value)
	}
	return strings.TrimPrefix(text, "{{.field}}: ") + " (" + e.Error() + ")"
}

// italian reads the plain texts of the locale; without them there are only the
// errors' own words.
func italian() map[string]string {
	texts := map[string]string{}
	data, err := assets.Locale("it")
	if err != nil {
		return texts
	}
	raw := map[string]json.RawMessage{}
	if json.Unmarshal(data, &raw) != nil {
		return texts
	}
	for key, value := range raw {
		var s string
		if json.Unmarshal(value, &s) == nil {
			texts[key] = s
		}
	}
	return texts
}
