package drafting

import (
	"slices"
	"strings"
)

// demonym is what the people and the things of a town are called, by the stem
// that the endings go on.
type demonym struct {
	stem   string // in lower case, without accents
	ends   []string
	strict bool // only behind a noun or an article: the word may be another one
}

var (
	endsE = []string{"e", "i"}           // modenese, modenesi
	endsO = []string{"o", "a", "i", "e"} // aretino, aretina, aretini, aretine
)

// oddDemonyms are those that do not follow from the name. Each stands by its
// masculine.
const oddDemonyms = `agrigento:agrigentino|girgentino acireale:acese acquiterme:acquese alba:albese alessandria:alessandrino ancona:anconetano|anconitano aosta:aostano
 aquila:aquilano arezzo:aretino ascoli:ascolano asti:astigiano avezzano:avezzanese bari:barese barletta:barlettano bassano:bassanese belluno:bellunese benevento:beneventano
 bergamo:bergamasco biella:biellese bologna:bolognese bolzano:bolzanino brescia:bresciano brindisi:brindisino busto:bustocco|bustese cagliari:cagliaritano
 caltanissetta:nisseno campobasso:campobassano carpi:carpigiano carrara:carrarese caserta:casertano castello:castellano castelvetrano:castelvetranese
 catania:catanese catanzaro:catanzarese cesena:cesenate chiavari:chiavarese chieti:chietino|teatino chioggia:chioggiotto civitavecchia:civitavecchiese como:comasco cosenza:cosentino crema:cremasco cremona:cremonese
 crotone:crotonese cuneo:cuneese empoli:empolese enna:ennese este:estense faenza:faentino fano:fanese fermo:fermano ferrara:ferrarese fidenza:fidentino firenze:fiorentino foggia:foggiano
 foligno:folignate forlì:forlivese frosinone:frusinate|frosinonese gela:gelese genova:genovese gorizia:goriziano grosseto:grossetano gubbio:eugubino iglesias:iglesiente imola:imolese imperia:imperiese
 isernia:isernino ivrea:eporediese jesi:jesino lanciano:lancianese latina:latinense lecce:leccese lecco:lecchese legnano:legnanese livorno:livornese lodi:lodigiano lucca:lucchese
 macerata:maceratese mantova:mantovano marsala:marsalese massa:massese matera:materano merano:meranese messina:messinese milano:milanese mirandola:mirandolese modena:modenese modica:modicano
 molfetta:molfettese monza:monzese|brianzolo napoli:napoletano nola:nolano novara:novarese nuoro:nuorese oristano:oristanese orvieto:orvietano padova:padovano|patavino palermo:palermitano
 parma:parmigiano|parmense pavia:pavese perugia:perugino pesaro:pesarese pescara:pescarese piacenza:piacentino piombino:piombinese pisa:pisano pistoia:pistoiese poggibonsi:poggibonsese pordenone:pordenonese
 potenza:potentino prato:pratese ragusa:ragusano rapallo:rapallese ravenna:ravennate reggio:reggiano|reggino rieti:reatino rimini:riminese rivoli:rivolese roma:romano|capitolino rovereto:roveretano
 rovigo:rodigino salerno:salernitano sanremo:sanremese saronno:saronnese sassari:sassarese sassuolo:sassolese savona:savonese senigallia:senigalliese siena:senese siracusa:siracusano
 sondrio:sondriese|sondrasco spezia:spezzino spoleto:spoletino sulmona:sulmonese taranto:tarantino teramo:teramano terni:ternano tivoli:tiburtino torino:torinese tortona:tortonese trani:tranese
 trapani:trapanese trento:trentino treviso:trevigiano trieste:triestino udine:udinese urbino:urbinate varese:varesino venezia:veneziano verbania:verbanese vercelli:vercellese
 verona:veronese viareggio:viareggino vibo:vibonese vicenza:vicentino vigevano:vigevanese viterbo:viterbese voghera:vogherese volterra:volterrano`

// neverDemonyms are words of the language that the rules would make of the names
// of towns.
var neverDemonyms = strings.Fields(`paese paesi mese mesi spese spesi prese presi chiese chiesi rese resi tese tesi accese accesi offese offesi difese difesi imprese
	impresi riprese ripresi sorprese comprese compresi comprese estese estesi attese attesi intese intesi pretese scese scesi discese borghese borghesi cortese cortesi
	palese palesi arnese arnesi marchese marchesi cinese cinesi francese francesi inglese inglesi maltese maltesi albanese albanesi calabrese calabresi ligure
	obese obesi illese illesi lese lesi pese pesi appese appesi sospese sospesi appresi apprese genesi tesi ipotesi crisi protesi sintesi esegesi diocesi catechesi
	vicino vicina vicini vicine primate primati privato privati umano umana umani umane sano sana sani sane piano piana piani piane mano mani lontano lontana lontani
	lontane pieno campano campana campani campane italiano italiana italiani italiane urbano urbana urbani urbane latino latina latini latine
	marino marina marini marine montano montana montani montane alpino alpina alpini alpine ferrate salate grano grani vano vana vani vane strano strana strani strane
	bambino bambina bambini bambine cittadino cittadina cittadini cittadine quartino mattino mattina mattini divino divina divini divine piccino casino casini cucina
	cucine fine fini confine confini termine inquilino inquilina inquilini inquiline mulino mulini porcino pollino terreno anziano anziana anziani anziane africano africana africani africane paesano paesana paesani paesane veterano veterani sereno sereni veleno`)

// demonymNouns go before a town's adjective; behind other words only what is
// surely one counts.
var demonymNouns = strings.Fields(`amministrazione giunta comunità territorio cittadinanza popolazione città centro comune consiglio sindaco sindaca cittadini cittadine cittadino
	cittadina abitanti residenti imprese impresa aziende azienda famiglie famiglia studenti studentesse scuole scuola territori periferia campagna capoluogo provincia
	diocesi università ateneo ospedale stazione teatro museo tessuto area hinterland tradizione storia società squadra associazioni associazionismo quartiere quartieri
	frazioni strade piazze giovani anziani bambini commercianti artigiani commercio artigianato turismo economia realtà esperienza modello caso sistema politica`)

// demonyms gives what the people of a town are called: as is known of the larger
// ones, and by the rules of the language of the others.
func demonyms(name string) []demonym {
	words := units(strings.TrimPrefix(strings.TrimPrefix(name, "L'"), "La "))
	if len(words) == 0 {
		return nil
	}
	if known := oddDemonym(words[0].low); known != nil && (len(words) == 1 || words[0].low == "reggio" || words[0].low == "vibo" || words[0].low == "ascoli" || words[0].low == "busto") {
		if words[0].low == "reggio" && len(words) > 1 {
			known = known[:1]
			if words[len(words)-1].low == "calabria" {
				known = oddDemonym("reggio")[1:]
			}
		}
		return known
	}
	var out []demonym
	for _, w := range words {
		low := bare(w.low)
		if len(words) > 1 && (!w.cap || slices.Contains(shortNever, low) || len(low) < 6 || len(words) > 2 || adjectiveOfPlace(low)) {
			continue
		}
		out = append(out, ruledDemonyms(low)...)
	}
	return out
}

// adjectiveOfPlace tells whether a second name is shared by a whole country:
// "Emilia", "Monferrato".
func adjectiveOfPlace(low string) bool {
	return slices.Contains(strings.Fields(`emilia romagna marittima marina terme monferrato canavese brianza lombardo veneto piemonte calabro calabria sardo superiore inferiore
		milanese torinese sabina veneta ligure irpino irpina salento adriatico laziale romano romana toscana abruzzo lucano euganea padano vicentino trentino sannita cilento`), low)
}

func oddDemonym(low string) []demonym {
	_, rest, ok := strings.Cut(" "+strings.Join(strings.Fields(oddDemonyms), " "), " "+low+":")
	if !ok {
		return nil
	}
	all, _, _ := strings.Cut(rest, " ")
	var out []demonym
	for _, d := range strings.Split(all, "|") {
		end := endsE
		if strings.HasSuffix(d, "o") {
			end = endsO
		}
		stem := d[:len(d)-1]
		if strings.HasSuffix(stem, "asc") { // bergaschi
			out = append(out, demonym{stem: stem, ends: []string{"o", "a", "hi", "he"}})
			continue
		}
		out = append(out, demonym{stem: stem, ends: end, strict: d == "fermano"}) // "si fermano"
	}
	return out
}

// ruledDemonyms makes them of a name's last letters.
func ruledDemonyms(low string) []demonym {
	stem := strings.TrimRight(low, "aeiou")
	last := low[len(stem):]
	if len(stem) < 3 || last == "" {
		if len(low) > 3 && last == "" { // ends in a consonant
			return []demonym{{stem: low + "es", ends: endsE}}
		}
		return nil
	}
	if strings.HasSuffix(last, "i") && len(last) > 1 { // "Fuoi"
		last = last[len(last)-1:]
	}
	if len(last) > 1 && (last[0] == 'u' || last[0] == 'e') { // "Ceneo"
		stem += last[:1]
	}
	hard := stem
	if (strings.HasSuffix(stem, "c") || strings.HasSuffix(stem, "g")) && strings.ContainsAny(last[:1], "aou") {
		hard += "h" // "Lecco" is "lecchese"
	}
	out := []demonym{{stem: hard + "es", ends: endsE}}
	soft := strings.TrimSuffix(stem, "u")
	if strings.HasPrefix(last, "i") && len(last) > 1 { // "Brescia" is "bresciano"
		soft += "i"
		out = append(out, demonym{stem: hard + "ies", ends: endsE})
	}
	if nz, ok := strings.CutSuffix(stem, "nz"); ok { // "Faenza" is "faentino"
		out = append(out, demonym{stem: nz + "ntin", ends: endsO, strict: true})
	}
	if o := strings.Replace(hard, "uo", "o", 1); o != hard { // "Sassuolo" is "sassolese"
		out = append(out, demonym{stem: o + "es", ends: endsE})
	}
	return append(out, demonym{stem: soft + "an", ends: endsO, strict: true}, demonym{stem: hard + "in", ends: endsO, strict: true},
		demonym{stem: soft + "at", ends: endsE, strict: true}, demonym{stem: hard + "igian", ends: endsO})
}

// demonymAt tells whether the town's adjective stands at word i.
func (r unitText) demonymAt(i int, of []demonym) bool {
	low := bare(r.ts[i].low)
	if r.ts[i].digit || slices.Contains(neverDemonyms, low) || !r.apart(i, i+1) {
		return false
	}
	for _, d := range of {
		end, ok := strings.CutPrefix(low, d.stem)
		if !ok || !slices.Contains(d.ends, end) {
			continue
		}
		if r.ts[i].cap && !r.shouted(i, i+1) && !slices.Contains([]string{"i", "gli", "le", "ai", "agli", "alle", "nel"}, r.low(i-1)) {
			continue // a surname, the name of something
		}
		if !d.strict || r.ofTown(i) {
			return true
		}
	}
	return false
}

// ofTown tells whether the words before let an adjective be a town's.
func (r unitText) ofTown(i int) bool {
	return i > 0 && r.close(i) && slices.Contains(demonymNouns, r.low(i-1))
}

// othersDemonyms gives what a town's people are called, but for words that the
// other town's are called by too.
func othersDemonyms(of, but Place) []demonym {
	name, _ := of.municipality()
	own, _ := but.municipality()
	kept := demonyms(own)
	return slices.DeleteFunc(demonyms(name), func(d demonym) bool {
		return slices.ContainsFunc(kept, func(k demonym) bool { return k.stem == d.stem })
	})
}
