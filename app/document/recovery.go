package document

import "scranno/app/civic"

// BuildRecovery makes the sheet on which a recovery code is kept: the code, what
// it is for, where to keep it and how it is used. It names neither its person nor
// any address: who finds the sheet learns nothing else from it.
func BuildRecovery(code string, day civic.Date) Document {
	d := Document{Title: "Codice di recupero", Language: "it-IT", Date: day}
	d.add(KindTitle, SerifBold, "CODICE DI RECUPERO")
	d.add(CoverLine, Serif, "delle bozze sigillate di Scranno")
	d.add(CoverLine, Serif, "Preparato il "+Day(day))
	d.add(Code, SansBold, code)
	for _, x := range recoveryWords() {
		d.add(Article, SerifBold, x.title)
		for _, p := range x.text {
			d.add(Paragraph, Serif, p)
		}
	}
	return d
}

type recoveryWord struct {
	title string
	text  []string
}

func recoveryWords() []recoveryWord {
	return []recoveryWord{
		{"A che cosa serve", []string{
			"Con questo codice un computer nuovo legge le bozze che tieni sigillate sui tuoi computer, anche se li perdi tutti. Non serve per accedere: per entrare usi sempre il tuo indirizzo e la tua password.",
		}},
		{"Dove tenerlo", []string{
			"Stampa questo foglio, mettilo al chiuso con i documenti importanti, lontano dal computer, e poi cancella il file. Non fotografarlo e non spedirlo: nessuno te lo chiederà mai, nemmeno chi gestisce il servizio.",
		}},
		{"Come si usa", []string{
			"Sul computer nuovo collegati e accedi. Poi apri Impostazioni, Dispositivi e chiavi, scrivi il codice e premi «Usa il codice di recupero». Maiuscole e trattini non contano; la lettera O vale zero, le lettere I e L valgono uno.",
		}},
		{"Se lo perdi, o qualcuno l’ha visto", []string{
			"Prepara un codice nuovo nella stessa pagina: da quel momento questo foglio non vale più. Scranno non ne tiene una copia, e nessun altro lo può rifare.",
		}},
	}
}
