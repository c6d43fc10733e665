package main

import "scranno/app/civic"

// subjectWords is what acts of a theme speak of. In braces stand places that
// the grammar fills: {via}, {quartiere}, {n}, {euro}, {mese}, {anno}, {ente}.
type subjectWords struct {
	theme    civic.Theme
	subjects []string // after the kind of act: "Mozione su …"
	facts    []string // after "che"
	asks     []string // after "impegna … a"
	whys     []string // after "per sapere"
}

// subjectList holds the themes of the invented worlds.
func subjectList() []subjectWords {
	return []subjectWords{
		{
			"mobility",
			[]string{"Rete ciclabile tra {quartiere} e la stazione", "Orari delle linee di autobus per {quartiere}", "Zona a trenta all'ora in {quartiere}", "Sosta dei residenti in {via}", "Attraversamenti pedonali in {via}", "Navetta gratuita nei giorni di mercato"},
			[]string{"la pista ciclabile di {via} si interrompe all'altezza del sottopasso e obbliga chi pedala a scendere in carreggiata", "la linea urbana che serve {quartiere} passa ogni {n} minuti e salta la corsa delle sette nei giorni di scuola", "in {via} si sono contati {n} incidenti in tre anni, di cui la metà con pedoni o ciclisti coinvolti", "i parcheggi di scambio alla stazione sono pieni prima delle otto e i pendolari lasciano l'auto nelle vie vicine", "la fermata di {via} non ha pensilina né orario leggibile", "il piano urbano della mobilità prevede di ridurre del {n} per cento gli spostamenti in automobile"},
			[]string{"completare il tratto mancante della pista ciclabile di {via} entro il {anno}", "istituire una zona a trenta chilometri all'ora in {quartiere}, con attraversamenti rialzati", "rivedere con il gestore gli orari della linea che serve {quartiere}", "collocare rastrelliere coperte presso la stazione e le scuole", "rendere visibile e illuminato l'attraversamento pedonale di {via}"},
			[]string{"se siano noti i dati sugli incidenti avvenuti in {via} nell'ultimo triennio", "quali interventi siano programmati per mettere in sicurezza la fermata di {via}", "quante corse della linea per {quartiere} siano state soppresse da {mese}"},
		},
		{
			"school",
			[]string{"Mensa scolastica e qualità dei pasti", "Edilizia scolastica: la palestra di {via}", "Asilo nido in {quartiere} e liste di attesa", "Pedibus e strade scolastiche", "Trasporto scolastico nelle frazioni", "Biblioteche aperte nelle scuole di {quartiere}"},
			[]string{"nella scuola primaria di {via} sono iscritti {n} bambini e la mensa lavora su tre turni", "la palestra della scuola media è chiusa da {mese} per infiltrazioni dal tetto", "la lista di attesa dell'asilo nido di {quartiere} conta {n} famiglie", "il servizio di trasporto scolastico raccoglie gli alunni delle frazioni alle sei e quaranta", "il menù della refezione non indica la provenienza degli alimenti", "le famiglie hanno raccolto {n} firme per la riapertura del cortile il pomeriggio"},
			[]string{"presentare entro {mese} il cronoprogramma dei lavori della palestra di {via}", "istituire una commissione mensa con genitori, insegnanti e cuochi", "aumentare di almeno {n} i posti dell'asilo nido di {quartiere}", "avviare linee di pedibus per tutte le scuole primarie", "aprire i cortili delle scuole il pomeriggio, con la collaborazione delle associazioni"},
			[]string{"a quanto ammontino i posti disponibili nei nidi comunali e quante domande siano rimaste inevase", "quando riaprirà la palestra di {via} e con quale spesa", "quali controlli si facciano sui pasti serviti nelle mense"},
		},
		{
			"environment",
			[]string{"Alberature di {via} e piano del verde", "Isole di calore in {quartiere}", "Qualità dell'aria e centraline", "Parco di {quartiere}: manutenzione e giochi", "Un bosco urbano lungo la tangenziale"},
			[]string{"in {via} sono stati abbattuti {n} tigli e nessuno è stato ripiantato", "la centralina ha segnato {n} giorni di superamento dei limiti di polveri sottili nel {anno}", "il parco di {quartiere} ha un solo punto d'acqua e l'area giochi è transennata da {mese}", "le superfici impermeabili coprono ormai il {n} per cento del territorio urbano", "il regolamento del verde risale a oltre vent'anni fa e non prevede compensazioni"},
			[]string{"piantare almeno due alberi per ogni abbattimento, pubblicandone l'elenco e la posizione", "adottare un piano del verde con censimento delle alberature", "togliere l'asfalto dal piazzale di {via} e piantarvi alberi da ombra", "riparare l'area giochi del parco di {quartiere} con attrezzature accessibili", "chiedere all'agenzia regionale una centralina in {quartiere}"},
			[]string{"quanti alberi siano stati abbattuti e quanti messi a dimora dal {anno}", "quali provvedimenti si intendano prendere nei giorni di superamento dei limiti", "chi curi la manutenzione del parco di {quartiere}"},
		},
		{
			"waste",
			[]string{"Tariffa puntuale dei rifiuti", "Abbandono di rifiuti in {via}", "Centro del riuso in {quartiere}", "Raccolta porta a porta nel centro storico", "Compostaggio di comunità"},
			[]string{"la raccolta differenziata è ferma al {n} per cento, sotto la media della provincia", "in {via} si ripetono gli abbandoni di ingombranti e la telecamera non funziona", "il centro di raccolta è aperto soltanto {n} ore alla settimana", "la tariffa non distingue chi separa con cura da chi non separa", "nei cassonetti di {quartiere} i sacchi restano a terra già il venerdì"},
			[]string{"passare alla tariffa puntuale con un periodo di prova in {quartiere}", "aprire un centro del riuso presso l'isola ecologica, gestito con le associazioni", "estendere gli orari del centro di raccolta al sabato pomeriggio", "sostenere il compostaggio di comunità con una riduzione della tariffa", "ripristinare la sorveglianza in {via}, nel rispetto della riservatezza"},
			[]string{"quante sanzioni siano state irrogate per abbandono di rifiuti nel {anno}", "a quanto ammonti il costo del servizio per abitante", "quando sarà estesa la raccolta porta a porta a {quartiere}"},
		},
		{
			"water",
			[]string{"Perdite della rete idrica", "Fontanelle pubbliche in {quartiere}", "Allagamenti in {via}", "Bollette dell'acqua e fughe non visibili", "Riuso delle acque piovane negli edifici comunali"},
			[]string{"la rete idrica perde il {n} per cento dell'acqua immessa", "in {via} a ogni temporale la fognatura non riceve e l'acqua entra negli scantinati", "le fontanelle attive sono {n} in tutto il territorio comunale", "molte famiglie ricevono conguagli per fughe non visibili a valle del contatore", "il pozzo di {quartiere} è fuori servizio da {mese}"},
			[]string{"chiedere al gestore un piano di sostituzione delle condotte, con priorità per {via}", "installare una fontanella in ogni parco pubblico", "pulire caditoie e griglie di {via} prima dell'autunno", "prevedere vasche di raccolta delle piogge nei nuovi edifici comunali", "ottenere dal gestore una tutela per le fughe non visibili"},
			[]string{"quale sia la percentuale di perdite della rete e come si sia mossa negli ultimi cinque anni", "quali lavori il gestore abbia in programma in {via}", "quante segnalazioni di allagamento siano giunte da {quartiere}"},
		},
		{
			"energy",
			[]string{"Comunità energetiche rinnovabili", "Fotovoltaico sui tetti degli edifici comunali", "Illuminazione pubblica in {via}", "Efficienza energetica del municipio", "Sportello per il risparmio di energia"},
			[]string{"gli edifici comunali hanno speso {euro} euro di energia elettrica nel {anno}", "il tetto della scuola di {via} è esposto a mezzogiorno e non ha alcun impianto", "{n} punti luce di {quartiere} hanno ancora lampade al sodio", "alcuni cittadini di {quartiere} hanno chiesto di costituire una comunità energetica", "la diagnosi energetica del municipio indica dispersioni dal tetto e dagli infissi"},
			[]string{"promuovere una comunità energetica a partire dai tetti pubblici di {quartiere}", "sostituire i punti luce di {via} con lampade a basso consumo", "aprire uno sportello che aiuti le famiglie a leggere le bollette", "pubblicare ogni anno i consumi di ciascun edificio comunale", "candidare la riqualificazione del municipio ai bandi regionali"},
			[]string{"quali edifici comunali abbiano un impianto fotovoltaico e quanto producano", "quanto si preveda di risparmiare con i nuovi punti luce", "se sia stata valutata una comunità energetica in {quartiere}"},
		},
		{
			"social_policy",
			[]string{"Alloggi pubblici vuoti in {via}", "Affitti ed emergenza abitativa", "Assistenza domiciliare agli anziani", "Fondo per le famiglie in difficoltà", "Uno sportello sociale in {quartiere}"},
			[]string{"{n} alloggi di proprietà pubblica in {via} sono vuoti in attesa di manutenzione", "la graduatoria per la casa conta {n} nuclei e si è mossa di poche posizioni dal {anno}", "l'assistenza domiciliare copre meno della metà delle richieste", "gli sfratti eseguiti nel {anno} sono stati {n}", "lo sportello sociale riceve soltanto due mattine alla settimana"},
			[]string{"ristrutturare entro il {anno} gli alloggi vuoti di {via} e assegnarli", "costituire un fondo di garanzia per gli affitti a canone concordato", "portare lo sportello sociale in {quartiere} almeno un pomeriggio", "aumentare le ore di assistenza domiciliare per chi vive solo", "convocare un tavolo con sindacati degli inquilini e proprietari"},
			[]string{"quanti alloggi pubblici siano vuoti e da quanto tempo", "quante domande di contributo per l'affitto siano state accolte nel {anno}", "quali tempi di attesa abbia l'assistenza domiciliare"},
		},
		{
			"accessibility",
			[]string{"Piano per l'eliminazione delle barriere architettoniche", "Marciapiedi accessibili in {via}", "Ascensore della biblioteca", "Semafori sonori in {quartiere}", "Giochi inclusivi nei parchi"},
			[]string{"il marciapiede di {via} è largo meno di un metro e ingombro di pali", "l'ascensore della biblioteca è guasto da {mese}", "il piano per l'eliminazione delle barriere non è aggiornato da {n} anni", "chi si muove in carrozzina non può raggiungere l'ufficio anagrafe", "nessuno dei semafori di {quartiere} ha un segnale sonoro"},
			[]string{"aggiornare il piano per l'eliminazione delle barriere con le associazioni delle persone con disabilità", "allargare il marciapiede di {via} e spostare i pali", "riparare l'ascensore della biblioteca e contrattare tempi certi di intervento", "installare segnalatori sonori ai semafori di {quartiere}", "prevedere percorsi tattili negli edifici pubblici"},
			[]string{"a che punto sia l'aggiornamento del piano per l'eliminazione delle barriere", "quante risorse siano state impegnate nel {anno} per l'accessibilità", "quali edifici comunali non siano ancora accessibili"},
		},
		{
			"transparency",
			[]string{"Diretta e archivio delle sedute consiliari", "Dati aperti del Comune", "Bilancio leggibile per i cittadini", "Sportello digitale assistito", "Pubblicazione delle determine"},
			[]string{"le registrazioni delle sedute non sono disponibili prima di {mese} e non hanno indice", "sul portale le delibere sono scansioni che non si possono cercare", "i dati aperti pubblicati dal Comune sono {n} e il più recente è del {anno}", "molti cittadini anziani non riescono a prenotare un appuntamento in rete", "il bilancio pubblicato occupa {n} pagine senza una sintesi"},
			[]string{"pubblicare le registrazioni delle sedute entro tre giorni, con un indice per punti", "pubblicare gli atti come testo e non come immagine", "preparare ogni anno una sintesi del bilancio di poche pagine", "aprire uno sportello digitale assistito in {quartiere}", "pubblicare come dati aperti i consumi, gli incarichi e le opere in corso"},
			[]string{"perché le registrazioni delle sedute siano pubblicate con tanto ritardo", "quante persone abbiano chiesto aiuto allo sportello digitale nel {anno}", "quali dati il Comune intenda aprire"},
		},
		{
			"civil_protection",
			[]string{"Piano di protezione civile", "Manutenzione degli argini del torrente", "Frana di {via}", "Esercitazioni nelle scuole", "Allerta ai cittadini per telefono"},
			[]string{"il piano di protezione civile è stato approvato {n} anni fa e non nomina le aree di attesa", "il torrente ha superato la soglia di guardia due volte dopo {mese}", "la frana di {via} è stata coperta con un telo e la strada resta a senso unico", "il sistema di allerta telefonica raggiunge {n} famiglie", "i volontari chiedono una sede asciutta per mezzi e attrezzature"},
			[]string{"aggiornare il piano di protezione civile e spiegarlo in assemblee di quartiere", "chiedere alla Regione la pulizia dell'alveo a monte di {via}", "consolidare il versante di {via} con un progetto di somma urgenza", "iscrivere tutti i residenti che lo vogliono al sistema di allerta", "trovare una sede per i volontari in {quartiere}"},
			[]string{"quando sarà aggiornato il piano di protezione civile", "quali opere siano previste per la frana di {via}", "quante famiglie siano iscritte al sistema di allerta"},
		},
	}
}

// Words for every theme.
func commonFacts() []string {
	return []string{
		"la commissione consiliare competente ha esaminato la questione nella seduta di {mese} senza giungere a una proposta",
		"cittadini e comitati di {quartiere} hanno scritto più volte all'Amministrazione senza ottenere risposta",
		"il Documento unico di programmazione indica l'obiettivo tra le priorità del mandato",
		"nel bilancio di previsione è iscritto uno stanziamento di {euro} euro, finora utilizzato in piccola parte",
		"altri Comuni di dimensione simile hanno già provveduto, con costi contenuti e risultati verificabili",
		"la relazione dell'ufficio {ufficio} segnala un aumento delle richieste del {n} per cento in due anni",
		"la Regione ha aperto un bando che copre fino al {n} per cento della spesa ammissibile",
		"nell'assemblea pubblica di {quartiere} sono intervenute oltre {n} persone",
		"la mancata manutenzione produce oggi una spesa che domani sarà più alta",
		"il tema riguarda in modo particolare le persone anziane, i bambini e chi non guida",
		"l'impegno assunto in Consiglio nel {anno} non ha ancora avuto seguito",
		"i lavori annunciati per {mese} non risultano iniziati",
	}
}

func commonAsks() []string {
	return []string{
		"riferire al Consiglio entro sei mesi sullo stato di attuazione, con dati e tempi",
		"reperire le risorse necessarie, stimate in {euro} euro, con la prima variazione utile di bilancio",
		"coinvolgere i residenti di {quartiere} con almeno due incontri pubblici prima di decidere",
		"incaricare l'ufficio {ufficio} di una relazione tecnica con alternative e costi",
		"pubblicare sul sito del Comune il cronoprogramma e il suo avanzamento",
		"chiedere alla Regione e alla Provincia di concorrere alla spesa",
		"stipulare patti di collaborazione con le associazioni che si sono rese disponibili",
		"inserire l'intervento nel programma triennale delle opere pubbliche",
	}
}

func commonWhys() []string {
	return []string{
		"se il Sindaco e la Giunta siano a conoscenza di quanto esposto",
		"quali siano i tempi previsti e quale ufficio ne risponda",
		"quali somme siano state impegnate e pagate a oggi",
		"se si intenda informare i residenti di {quartiere}, e in quale forma",
		"per quali ragioni non si sia dato seguito agli impegni assunti nel {anno}",
	}
}

func tails() []string {
	return []string{
		"", "", "", ", come risulta dagli atti dell'ufficio {ufficio}", ", secondo quanto riferito nella seduta di {mese} {anno}",
		", nonostante le segnalazioni di chi abita in {via}", ", con un disagio che si ripete ogni anno da {mese}",
		", e la situazione è peggiorata rispetto al {anno}", ", come hanno documentato con fotografie i residenti",
		", fatto salvo quanto già stabilito dalla deliberazione n. {n} del {anno}",
	}
}

func norms() []string {
	return []string{
		"lo Statuto comunale e il regolamento del Consiglio comunale", "l'art. 42 del d.lgs. 18 agosto 2000, n. 267",
		"l'art. 8 del d.lgs. 267/2000, sulla partecipazione", "la legge 7 agosto 1990, n. 241", "il d.lgs. 14 marzo 2013, n. 33, sulla trasparenza",
		"il d.lgs. 7 marzo 2005, n. 82", "l'art. 118, quarto comma, della Costituzione", "il Documento unico di programmazione approvato nel {anno}",
		"la deliberazione del Consiglio comunale n. {n} del {anno}",
	}
}

func streets() []string {
	return []string{
		"via Garibaldi", "via Mazzini", "via dei Mille", "viale della Stazione", "via Roma", "piazza del Mercato", "via San Rocco",
		"via delle Fonti", "via dell'Industria", "corso Umberto", "via Matteotti", "via dei Tigli", "via del Mulino", "via Santa Lucia",
		"piazza della Libertà", "via Verdi", "via Piave", "via del Lavatoio", "viale Europa", "via Dante", "via dei Ciliegi", "via Montello",
	}
}

func districts() []string {
	return []string{
		"Borgo Vecchio", "quartiere Stazione", "frazione Mulini", "Case Nuove", "quartiere San Giorgio", "frazione Pieve", "Villaggio Operaio",
		"località Ponte Alto", "quartiere Fornaci", "centro storico", "frazione Selva", "quartiere Santa Chiara",
	}
}

func offices() []string {
	return []string{"tecnico", "ambiente", "lavori pubblici", "servizi sociali", "patrimonio", "mobilità", "ragioneria", "istruzione"}
}

func givenNames() []string {
	return []string{"Anna", "Bruno", "Carla", "Davide", "Elisa", "Fabio", "Gaia", "Ivo", "Laura", "Marta", "Nicola", "Olga", "Pietro", "Rita", "Sandro", "Teresa", "Ugo", "Vera"}
}

func familyNames() []string {
	return []string{"Albani", "Bertoni", "Calvi", "Donadio", "Este", "Fabbri", "Galli", "Lanzi", "Manara", "Nesti", "Orsi", "Pavan", "Quadri", "Rossetti", "Salvi", "Tonelli", "Valle", "Zorzi"}
}

func groupNames() []string {
	return []string{"Insieme per {town}", "{town} Domani", "Lista Civica {town}", "Cittadini di {town}", "Cantiere {town}", "Progetto {town}"}
}

// talkLines are sentences of posts.
func talkLines() []string {
	return []string{
		"Da noi a {town} ne abbiamo discusso in commissione a {mese} e il testo è cambiato parecchio.",
		"Qualcuno ha già i dati dell'ufficio {ufficio}? Senza numeri la Giunta ci risponderà che non è una priorità.",
		"Noi abbiamo chiesto {euro} euro in variazione e ne abbiamo ottenuti la metà, ma è stato un inizio.",
		"Attenzione al secondo punto: va scritto entro quando, altrimenti resta una promessa.",
		"Posso condividere la relazione che abbiamo allegato, è di quattro pagine e si riusa facilmente.",
		"La mozione è passata all'unanimità dopo un emendamento sui tempi; il testo finale è nella scheda dell'atto.",
		"In {quartiere} l'incontro con i residenti ha cambiato la proposta in meglio: consiglio di farlo prima del deposito.",
		"Il segretario ci ha fatto notare che la competenza è del gestore: abbiamo riscritto come richiesta al gestore.",
		"Grazie, molto utile. Noi partiamo da un Comune più piccolo e dovremo ridurre le pretese.",
		"Secondo me conviene separare la parte sulla {tema} da quella sui costi, e presentare due atti.",
		"La risposta all'interrogazione è arrivata dopo {n} giorni e non diceva nulla sui tempi.",
		"Avete trovato un modo per far aggiornare il programma triennale senza aspettare l'autunno?",
		"Qui l'assessora si è impegnata a riferire entro {mese}. Vi aggiorno.",
		"Ho riletto il regolamento: servono le firme di un quinto soltanto per la convocazione, non per la mozione.",
	}
}
