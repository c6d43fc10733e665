package drafting

// commonNames are names of municipalities, in lower case, that are also words of
// the language, or no longer than three letters: alone they name a town only
// where the words around them say so.
const commonNames = `
paola acerra acquapendente acri acuto agra ala alba albanella albi albino aldino altare altino altissimo
alto alì amandola amaro amato amatrice ameno amorosi anela anzi apice aprica aprilia aquino aragona
arborea arcade archi arco ardea ardore arena argenta ari armeno armento armo arpino arre arsita
arzana asciano ascrea asiago asola assisi asso assolo asti atri augusta ausonia aversa avio avola
bacoli badesi badia bagheria balestrate balestrino balme balocco balzola barbara barbaresco barbata
barbona bardi bardolino bari barile barolo barrali baschi basiliano bee bella bellino bellona
bellosguardo bema benestare benna bergamasco bettola bianchi bianco biella bisaccia bisceglie
bitonto bitti bollate bomba bono bordano borghi bovino bozzolo bra bracca bracciano brenna brenta
brindisi brogliano brunello bruno buccheri buccino bucine busca buscate busso bussoleno caggiano
cagli caglio calcata calci calciano calcinate calcinato calcio calco calvi cambiano camerino camini
camino campagna campana camposanto canale canda candela candida canino canna canterano capaci
capodimonte capri capriolo carbonate carbone carbonera cardinale carezzano cariati carini carisio
carlino carpi carpino carro cascina casella casina cassino castana castelli casto castro cattolica
cavallino cavatore cave celano cene cento cerami cerano cerchio cerea cerva cervino cervo cesena
cesio ceto chiari chiusa chiusi cicala cingoli cintano cis cittadella cogliate coli colico colonna
compiano comunanza contrada conversano copiano cori covo cozzo crema crespino cuneo curino dazio
dello desio diamante dolina dolo donato dragoni drena dro episcopia erba esperia fabbrico falcone
fallo fascia favara felino fermo ferriere filettino filetto firmo fiumara foggia follo fondi
fontanella fontanelle fontanile fonte forano forcola forino formicola fornace fornelli fortezza
fossa frascati frassino frignano frisa front frontino frontone frosolone fumane furore gallarate
gallese galliate gallicano gallio gangi gattinara gazzo gela gemmano gerano gessate ginestra gioi
giovinazzo giovo girasole girifalco giuliana giungano gorgoglione gorgonzola gozzano grado graniti
greci greggio grosso grotte idro incudine ispani isso laghi lago lana lanciano lappano lariano
latina lauro lavagna lavello lecco legnano lei lenta lentini leonessa lesa lesina lettere levate
liberi licenza limatola liscia loculi lodi longarone longobardi lunano luni lupara lustra macello
macerata magenta maggiora magione maglie magliolo maglione magnano malnate malo mammola mango manta
mantello mappano maranello margarita marino marnate marsala martello marzi masi massa massello
massimino matrice mattie mattinata meda mede medicina mele meleti melissa merlino mese mestrino meta
mezzana mezzanino mezzano millesimo minori mira miranda mirandola mirano mirto modica moggio molare
mollia monopoli monreale montale montanaro montecchio montello montepulciano monti montiano montone
mordano moresco moretta mori morigerati mossa mozzate mozzo mura muscoline musei musso nasino naso
nave ne nespolo nesso nichelino nocciano noceto noci noli nomi none nonio norma notaresco noto nove
novella novello nus ocre ome onore opera opi ora ordona orgosolo orino oriolo orte ortona orvieto
ossi otranto otricoli ottone pachino paesana paese pagani paladina palagano palaia palata palizzi
palmi palombaro paludi panettieri panni pantelleria paratico parenti parete pareto parre pasturo
paterno patti pau pelago penne pergola perito pero pescate pesche pettineo pianella pianoro piatto
pico piglio pigna pignola pignone pigra pila piode piombino pisano piscina pizzo poli polla pollina
pollone pompeiana ponderano ponte ponti pontremoli ponza poppi porcari porte portici posta
postiglione potenza prato preci premia prezza pula pulsano quadrelle quadri quarto quindici rapino
rasura re rea recale rende rezzo rho rialto riardo ribera ricadi riccia rifreddo rio riposto rive
roana roccaraso rodano romana romeno roncola ronzone rosate rose rossa rosta rotella rotonda rotondi
rovereto rubano ruoti russi sacco salassa sale salemi saliceto salve salò sambuco saracena sassello
scafa scafati scala scalea scanno scansano scapoli scena scheggino sciacca scopa scorrano segni
segusino selci sellano seriate serino serrata serre serri sesto sestriere settala settime siano
sigillo siliqua soave soglio soldano solferino sommo sondalo sonico sorgono sori sorso sospiro
sostegno specchia spello sperone spessa spiazzo spinoso spirano stazzano stazzona stella stenico
stigliano stilo stra stradella strambino stresa striano stroppo strozza subbiano subiaco supino susa
sutri tagliacozzo taleggio talla taormina tarano tarquinia tarsia tarvisio taverna teano teggiano
tenno terlano terlizzi termoli ternate terni terragnolo terrazzo terzo tesero teti tirano tombolo
ton tornata torno toro torrazzo torretta torrioni tortona tortora tortorella tramonti trapani
travagliato trevi tricarico trinità trino troia tropea trovo tufo turate turi udine ultimo urbana
urbe uri uscio ussita uta vaglia vaie valenza vallata valva vasto veglie veglio velletri venetico
venosa verdello vergato vermiglio verzino vescovato viale vicari vicoli vigevano villette vinci
viola visco visone visso vita vittoria viù volano volpara voltaggio volturino zeri zone
`
