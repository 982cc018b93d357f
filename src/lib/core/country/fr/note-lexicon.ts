// French words of notes that may not be kept (CNIL, sanctions 2006-173 of 28/6/2006 and of 9/7/2009), with their inflections.
import type { NoteLexicon } from '../../note-lexicon';

const PERSON =
	'(?:il|elle|monsieur|madame|m\\.?|mr\\.?|mme|debiteur|debitrice|personne|homme|femme|conjointe?|mari|epou(?:x|se)|compagn(?:e|on)|mere|pere|fils|fille|client|cliente|locataire|dame|occupante?)';
const IS =
	'(?:est|etait|serait|semble|parait|se dit|tres|bien|toujours|vraiment|a moitie|completement|totalement|un peu)';
const RELATIVE =
	'(?:voisine?s?|gardien(?:ne)?|concierge|employeur|patron(?:ne)?|collegues?|mere|pere|fils|filles?|soeurs?|freres?|cousine?s?|beau[- ](?:pere|frere|fils)|belle[- ](?:mere|soeur|fille)|ex[- ](?:mari|femme|epoux|epouse|compagne|compagnon|conjointe?)|compagne|compagnon|conjointe?|epou(?:x|se)|mari|femme|copain|copine|amie?s?|tante|oncle|grand[- ](?:mere|pere)|enfants?|famille|entourage)';
const NATIONAL =
	'(?:marocaine?s?|algerien(?:ne)?s?|tunisien(?:ne)?s?|turcs?|turques?|portugaise?s?|roumaine?s?|polonaise?s?|bulgares?|albanaise?s?|kosovare?s?|senegalaise?s?|malien(?:ne)?s?|ivoirien(?:ne)?s?|congolaise?s?|camerounaise?s?|comorien(?:ne)?s?|haitien(?:ne)?s?|nigerian(?:e)?s?|chinoise?s?|vietnamien(?:ne)?s?|cambodgien(?:ne)?s?|pakistanaise?s?|afghane?s?|syrien(?:ne)?s?|russes?|ukrainien(?:ne)?s?|serbes?|tchetchenes?|africaine?s?|antillaise?s?|indien(?:ne)?s?|libanaise?s?|israelien(?:ne)?s?|etrangeres?|etrangers?)';

const HEALTH: readonly string[] = [
	'depressi(?:f|ve)s?|depressions?|deprimee?s?',
	'malad(?:es?|ies?|ifs?|ives?)',
	'cancer(?:s|eux|euses?)?|tumeurs?|leucemies?|metastases?|chimio(?:therapies?)?|radiotherapies?',
	'diabet(?:es?|iques?)|epilep(?:sie|tiques?)|asthm(?:e|atiques?)|dialyse(?:e|es|s)?',
	'hospitalis(?:e|ee|es|ees|er|ation|ations)',
	`(?:est|etait|reste|rentre|entre|sort|sortie?|admis|transporte|revenu|conduit|actuellement|encore|toujours|sejour|femme|mari|fils|fille|mere|pere|debiteur|debitrice)e?s? (?:de|a) l'hopital`,
	'(?:est|etait|partie?|admise?|conduite?|transportee?|passee?|allee?|hospitalisee?|operee?|sejour) (?:aux urgences|en clinique)',
	'handicap(?:e|ee|es|ees|s)?|invalidite|aah|mdph|rqth|en ald|fauteuil roulant',
	`${PERSON} (?:${IS} )*(?:invalide|sourde?|aveugle|muette?|infirme|paralysee?)|est (?:invalide|sourde?|aveugle)`,
	'malentendante?s?|malvoyante?s?|non[- ]voyante?s?|tetraplegi(?:e|ques?)|paraplegi(?:e|ques?)',
	"alcooliques?|alcoolisme|alcoolisee?s?|alcoolemie|(?:sent|sentait|pue|puait) l'alcool|problemes? d'alcool|addict(?:e|s|ion|ions)?",
	'ivres?|ivresse|saoule?s?|(?:boit|buvait) (?:trop|beaucoup|comme)|en cure|desintox(?:ication)?',
	'tox|toxico(?:s|mane|manes|manie)?|droguee?s?|se drogu(?:e|ait|er)|overdose|methadone',
	`psychiatri(?:e|que|ques)|psychiatres?|psychotiques?|psychose|(?:suivie? par|voit|consulte) (?:un|une|son|sa|le|la) psy(?:chologue)?|suivi psy(?:chologique|chiatrique)?`,
	'schizo(?:phrene|phrenes|phrenie)?|bipolaires?|bipolarite|autis(?:te|tes|me)|anorexi(?:e|ques?)|boulimi(?:e|ques?)|paranoia(?:que|ques)?|parano',
	"burn[- ]?out|tentatives? de suicide|suicidaires?|suicid(?:e|ee|er)|anxiolytiques?|antidepresseurs?|crises? d'angoisse|anxieu(?:x|se)s?",
	'arrets? (?:de travail|maladie|medica(?:l|ux)|longue duree)|(?:en|son) arret depuis|accidente?e? du travail|accidents? (?:de|du) travail|mi[- ]temps therapeutique',
	`${PERSON} (?:${IS} )*enceinte|(?:est|tombee|etait|femme) enceinte|enceinte de (?:\\d+|deux|trois|quatre|cinq|six|sept|huit|neuf)|grossesses?|accouch(?:e|ee|er|ement)|fausse couche|(?:est|femme|couple) steriles?|en fiv|une fiv|fiv en cours|pma`,
	'sida|vih|seropositi(?:f|ve)s?|hepatites?|tuberculose|avc|infarctus|(?:crise|probleme|arret)s? cardiaques?|cardiaques?',
	'parkinson|alzheimer|demence|demente?s? (?:senile|depuis)|senil(?:e|es|ite)|sclerose(?: en plaques)?|trisomi(?:e|que)|fibromyalgie',
	'medicaments?|medicamente?e?s?|sous (?:traitement|antidepresseurs?|morphine|neuroleptiques?)|traitements? (?:lourds?|medica(?:l|ux)|psychiatriques?)',
	'(?:problemes?|soucis?|ennuis?|etat|raisons?|pepins?) (?:de sante|medica(?:l|ux))|sante (?:fragile|precaire|mauvaise|mentale)|mauvaise sante',
	"(?:se faire|fait|ete|etre) oper(?:er|e|ee)|operee? (?:du|de la|des|d'un|d'une|a coeur)|operations? (?:chirurgicales?|du (?:coeur|genou|dos))|interventions? chirurgicales?",
	'(?:casse|cassee|fracture) (?:la|le|une|un|du|de la|au) (?:jambe|bras|poignet|cheville|pied|hanche|col|dos|genou|bassin|crane)|blessee?s?|blessures?|beq?uilles',
	'a le covid|positi(?:f|ve) au covid|covid long|la grippe|contagieu(?:x|se)s?|gale|punaises de lit sur lui',
	'deficien(?:t|te|ts|tes|ce) (?:mental|mentale|intellectuel|intellectuelle|visuel|auditif)e?|retarde(?:e)? mental|troubles (?:mentaux|psychiques|psychologiques|du comportement|bipolaires)',
	'condamnee? par (?:les|ses) medecins|en phase terminale|soins palliatifs|mourante?s?|perd la (?:tete|memoire)|pertes? de memoire'
];

const INSULT: readonly string[] = [
	'hysteriques?|fou|fous|folles?|cinglee?s?|dingues?|timbree?s?|(?:un|une|gros|completement|totalement|vraiment|complet) taree?s?|(?:un|une|completement|gros|vieux|vieil|vraiment) malade mental',
	'con|cons|conne|connes|connards?|connasses?|connerie|debiles?|idiote?s?|imbeciles?|cretine?s?|abrutie?s?|stupides?|demeuree?s?|neuneu|gogol(?:e|s)?|mongols?|mongolienne?s?',
	'salauds?|salop(?:e|es|ard|ards|erie|eries)|ordures?|pourriture|raclures?|enflures?|fumiers?|charognes?',
	'putes?|putains?|encule(?:e|s|es)?|batard(?:e|s|es)?|merd(?:e|es|eux|euse|ique)|emmerd(?:e|er|eur|eurs|euse|ant|ante)|fdp|ntm|couilles?|bordelique|chiante?s?|chieu(?:r|se)s?',
	'menteu(?:r|se)s?|mytho(?:s|mane|manes)?|voleu(?:r|se)s?|escrocs?|arnaqueu(?:r|se)s?|truands?|crapules?|canailles?|filous?|ripoux?|baratineu(?:r|se)s?|magouilleu(?:r|se)s?',
	"feignante?s?|faineante?s?|faineantise|flemmarde?s?|glandeu(?:r|se)s?|branleu(?:r|se)s?|(?:une?|vraie?|pure?|sale) parasites?|(?:un|une|pur|vrai|gros|d')\\s?assistee?s?|cassos|cas soc(?:ial|s)?|profiteu(?:r|se)s?",
	'clocharde?s?|clodos?|pouilleu(?:x|se)s?|crasseu(?:x|se)s?|crados?|degueulasses?|souillons?|gros(?:se)? (?:porc|truie|tas|lard|vache|con|conne|dondon|nul|nulle)|porcs? de',
	'ivrognes?|poivrote?s?|alcoolos?|soularde?s?|pochtrons?|racailles?|bouffon(?:ne)?s?|blaireaux?|(?:gros|vrai|vieux|sacre) boulet|minables?|ploucs?|beaufs?|rustres?|mufles?',
	'grognasses?|pouffiasses?|poufs? de|petasses?|garces?|megeres?|sorcieres?|harpies?|mal[- ]baisee|vieille (?:bique|peau|chouette|toupie|carne)|vieux (?:schnock|debris|machin|cretin)|bonne femme',
	'sales? (?:type|types|bonhomme|gosse|gueule|caractere|con|conne|race|vieux|vieille|individu|mec|bete)|tapettes?|pede(?:s|rastes?)?|gouines?|pd|travelos?|tetes? (?:a claques|de (?:con|noeud|mule))',
	'casse[- ](?:couilles?|pieds)|bons? a rien|bonne a rien|moins que rien|pauvre (?:type|fille|mec|cloche|con|conne)|petit(?:e)? (?:con|conne|frappe|merdeux)|lamentable individu|nigaude?s?|gourdes?|grande gueule|attardee?s?|tocarde?s?|pigeon facile|manipulat(?:eur|rice) pervers|pervers(?:e|es)?(?: narcissiques?)?|gros(?:se)? et sales?'
];

const OPINION: readonly string[] = [
	'musulmane?s?|islam(?:ique|iques|iste|istes)?|chretien(?:ne)?s?|catholiques?|cathos?|protestante?s? (?:pratiquante?s?|convaincue?s?)|juifs?|juives?|judaisme|bouddhistes?|hindouistes?|evangeli(?:que|ques|stes?)|athees?|salafistes?',
	"temoins? de jehovah|mormone?s?|scientologues?|(?:femme|dame|epouse|elle|fille|mere|est|compagne) voilee|porte le (?:voile|foulard|niqab)|burqas?|niqabs?|ramadan|(?:tres|peu|non) (?:croyante?s?|pratiquante?s?)|croyante?s?|(?:une|d'une|dans une) secte|va a la (?:mosquee|messe|synagogue)|frequente la mosquee|kippas?|integristes?|(?:sa|leur|la) religion|halal|casher|kasher|vegane? militante?",
	'syndiquee?s?|syndicalistes?|deleguee?s? syndica(?:l|le|ux)|cgt|cfdt|cftc|cgtiste|force ouvriere|sud solidaires|gilets? jaunes?',
	'communistes?|socialistes?|gauchistes?|gauchos?|fachos?|fascistes?|lepenistes?|melenchonistes?|macronistes?|anarchistes?|trotskistes?|royalistes?|ecolos?|zemmouristes?|insoumise?s?|frontistes?',
	'extreme[- ](?:droite|gauche)|vote (?:rn|fn|lfi|ps|lr|macron|le pen|melenchon|zemmour|a gauche|a droite|blanc|communiste)|electeurs? d[eu]|militante?s?|front national|rassemblement national|parti (?:communiste|socialiste)|opinions? (?:politiques?|religieuses?)|de (?:gauche|droite) (?:convaincue?|extreme)',
	'complotistes?|antivax|anti[- ]vaccins?|antisemites?|racistes?|francs?[- ]macon(?:s|ne|nes|nerie)?|etre souverain|souverainistes? du droit',
	'homosexuel(?:le)?s?|est (?:gay|lesbienne|homo|trans)|lesbiennes?|bisexuel(?:le)?s?|transsexuel(?:le)?s?|transgenres?|orientation sexuelle|vie sexuelle|homos?|travestie?s?'
];

const OFFENCE: readonly string[] = [
	"prisons?|prisonni(?:er|ers|ere)|incarcer(?:e|ee|es|ation)|ecrouee?|taulards?|(?:en|sort de|fait de la|sorti de) (?:taule|cabane)|maison d'arret|penitentiaires?|parloir",
	"(?:un|ancien|est|ex) detenue?s?|(?:en|de) detention|casier judiciaire|(?:a|avec) un casier|antecedents judiciaires|garde[sr]? a vue|repris de justice|libertee? conditionnelle|bracelet electronique|controle judiciaire|juge d'application des peines",
	'condamn(?:e|ee|es|ees|ation|ations) (?:pour|penal|penale|penales|a \\d+ (?:mois|ans)|a de la|avec sursis|a perpetuite|en correctionnelle|pour)|deja condamnee?s?|(?:mois|ans|peine) (?:de|avec) (?:sursis|prison)',
	'delinquan(?:t|te|ts|tes|ce)|crimin(?:el|elle|els|elles|alite)|assassins?|meurtr(?:e|es|ier|iers|iere)|homicides?|viols?|violeurs?|pedophil(?:e|es|ie)|agressions? sexuelles?|agresseurs?|proxenet(?:e|isme)|prostitu(?:ee|ees|e|tion)',
	"trafi(?:c|quant|quants|quante|que) (?:de|d'|du) ?(?:drogues?|stup|stups|stupefiants|shit|armes|voitures|cigarettes|metaux)|trafiquante?s?|dealers?|deal(?:e|ent|ait)|stupefiants|cannabis|cocaine|heroine|haschich|fume (?:du shit|des joints|de l'herbe)|shit|joints de cannabis",
	'mise? en examen|fiche(?:e)? s|fichee? au (?:grand )?banditisme|interdit de sejour|violences? conjugales?|(?:bat|frappe|tape|battait|frappait) (?:sa|son|ses) (?:femme|mari|enfants?|compagne|compagnon|conjointe?|mere)|femme battue',
	'fraudeu(?:r|se)s?|fraudes? (?:fiscale|sociale|aux? |a la|au rsa|caf)|(?:travail|travaille|travaillait|bosse|paye|payee|emploie) au (?:noir|black)|travail dissimule|faux[- ]monnayeurs?|receleu(?:r|se)s?|cambrioleu(?:r|se)s?|braqueu(?:r|se)s?|braquages?|mafi(?:a|eux|euses?)|gangsters?|voyous?|terroris(?:te|tes|me)|radicalisee?s?|evade(?:e)? de'
];

const ORIGIN: readonly string[] = [
	'gitane?s?|gens du voyage|manouches?|t[sz]iganes?|romanichel(?:le)?s?|romanos?|(?:famille|familles|camp|des|les|un|une|est|sont|type) roms?',
	'arabes?|maghrebine?s?|beure?s?|beurettes?|kabyles?|berberes?|noirs? africains?|de type (?:europeen|africain|asiatique|caucasien|maghrebin|mediterraneen|arabe|nord[- ]africain)',
	'(?:un|une|homme|femme|famille|type|personne|couple|il est|elle est|debiteur|debitrice|monsieur|dame) (?:noire?s?|blacks?|de couleur|metisse?s?|basanee?s?|asiatiques?)|gens de couleur|peau (?:noire|mate|foncee)|couleur de (?:sa |la )?peau',
	'negres?|negresses?|bougnoul(?:e|es|s)?|bicots?|youpine?s?|feujs?|chinetoques?|niakoues?|ritals?|bamboulas?|polaks?|bridees?|blackos|renois?|rebeus?|wesh wesh',
	`(?:famille|familles|origine|origines|debiteur|debitrice|monsieur|madame|homme|femme|dame|couple|jeune|jeunes|vieux|vieil|il est|elle est|sont|ces|ce|cette|sale|sales|d'|nationalite|typiquement|voisins?) ?(?:d'origine |de nationalite )?${NATIONAL}`,
	`(?:encore|un|une|des|les) ${NATIONAL} (?:qui|comme|typique|sans)|accent ${NATIONAL}|d'origine ${NATIONAL}|de nationalite ${NATIONAL}`,
	"immigree?s?|immigration|sans[- ]papiers?|clandestine?s?|(?:son|leur|sans|un|le) titre de sejour|en situation irreguliere|oqtf|demandeu(?:r|se)s? d'asile|refugiee?s?|migrante?s?|ethni(?:e|ques?)|race|raciale?s?|origines? ethniques?|parle mal (?:le )?francais"
];

const IDENTIFIER: readonly string[] = [
	'[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d{2}|2[ab]) ?\\d{3} ?\\d{3} ?\\d{2}',
	'(?:numero|n°|no) (?:de )?(?:securite sociale|secu|ss)'
];

const PHONE = '(?:\\+33|0033|0) ?[1-9](?:[ .-]?\\d{2}){4}';
const EMAIL = '[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,}';

const THIRD_PARTY: readonly string[] = [
	`${RELATIVE}[^.;!?]{0,50}?(?:${PHONE}|${EMAIL})`,
	`(?:${PHONE}|${EMAIL})[^.;!?]{0,15}\\b(?:de|du|chez|appartient a|est celui de) (?:la|le|sa|son|l'|une?) ?${RELATIVE}`,
	`${RELATIVE},? \\(?(?:m\\.|mme|mlle|mr\\.?|monsieur|madame) [a-z-]{2,}`,
	`(?:sa|son|ses) ${RELATIVE} (?:prenommee?|nommee?|s'appelle|qui s'appelle) [a-z-]+`,
	`(?:sa|son|ses|leur|leurs) (?:filles?|fils|enfants?) (?:a|ont|de|agee?s? de|est agee? de) \\d+ ans|enfants? scolarisee?s? (?:a|au|en)|l'ecole de (?:sa|son|ses) (?:fille|fils|enfants?)`,
	`(?:informee?|prevenue?|parle|dit|explique|expliquee|evoque|evoquee|montre|montree|revele|revelee|signale|signalee)[^.;!?]{0,30}(?:dette|creance|impayes?|somme due|dossier|recouvrement)[^.;!?]{0,15}(?:a|au|aux|a la|avec|devant) (?:la |le |les |sa |son |ses |l'|une? )?${RELATIVE}`,
	`(?:dette|creance|impayes?|somme due)[^.;!?]{0,20}(?:evoquee?|expliquee?|revelee?|dite|montree?|signalee?|annoncee?)[^.;!?]{0,12}(?:a|au|aux|a la|avec|devant) (?:la |le |les |sa |son |ses |l'|une? )?${RELATIVE}`,
	`${RELATIVE} (?:(?:est |a ete |sont |maintenant )?(?:informee?s?|prevenue?s?|au courant|mise?s? au courant)) (?:de la |de sa |du |des |de son )(?:dette|creance|impayes?|recouvrement)`,
	`(?:sa|son) ${RELATIVE} (?:gagne|touche|percoit|est au (?:chomage|rsa)|a des dettes|a divorce|boit|le trompe|la trompe)|trompe (?:sa|son) (?:femme|mari)|a une maitresse|a un amant`
];

const HARMLESS: readonly string[] = [
	"(?:l'|d')?assurances?[- ]maladie|caisse (?:primaire )?d'assurance maladie",
	"ordures? menageres?|enlevement des ordures|collecte des ordures|taxe (?:d'|des |sur les )ordures",
	'(?:place|places|parking|stationnement|acces|rampe|toilettes?)s? (?:pour )?(?:personnes )?handicape(?:e|s|es)?',
	"(?:rue|avenue|place|boulevard|impasse|chemin|allee|quartier|cite|residence|route|square|pont) (?:[a-z]+ ){0,2}(?:de la prison|des juifs|des arabes|de l'hopital|du bon malade|des fous|du fou|des gitans|de la folie|des catholiques|des voleurs|des moines|de la synagogue)",
	'(?:puy du|pont de la) fou|fou(?:s)? rires?|prix fou|bras casses',
	'(?:directeur|directrice|surveillante?|gardien|infirmier|infirmiere|agent|enseignante?) (?:de prison|penitentiaire|psychiatrique|en psychiatrie)',
	"vehicules? accidente|stock endommage|enceintes? (?:bluetooth|acoustiques?|sonores?|du|de l[a']|hi-?fi|connectees?)|dans l'enceinte",
	'(?:meubles?|marchandises?|livraisons?|produits?|materiels?|plantes?|arbres?|vignes?|animal|animaux|chien|chat|cheval|vaches?) malades?',
	"traitements? (?:de (?:la|sa|son|l'|cette|notre) ?(?:demande|facture|dossier|reclamation|commande)|anti[- ]?termites?|du bois|des eaux|de surface|de charpente)",
	'chirurgien(?:ne)?s?[- ]dentistes?|materiels? medica(?:l|ux)|cabinets? medica(?:l|ux)|fournitures? medicales?|centre medical|maison medicale|transports? medica(?:l|ux)|medicaments? (?:factures|livres|pour animaux)|(?:factures?|commandes?|livraisons?|ventes?|achats?|stocks?) de medicaments',
	'syndicats? (?:des |de )?(?:coproprietaires?|copropriete|intercommunal|mixte|des eaux)',
	'(?:compte|comptes|iban|banque|numero|telephone|plaque|restaurant|traiteur|cuisine|epicerie|societe|entreprise|filiale|fournisseur|consulat|ambassade|vin|produits?|mobile|permis) (?:bancaire )?' +
		NATIONAL,
	"(?:a|vers|de) l'etranger|operateur etranger|virement etranger|devises? etrangeres?",
	'(?:voiture|portail|porte|volet|facade|encre|boite|clio|mur|chat|chien|table|canape|carte) noire?s?',
	'(?:course|courses?) (?:a|contre) la montre|circuit ferme|race (?:charolaise|limousine|bovine|de chien)|chien de race',
	"(?:fondation|association|ligue|centre)s? (?:contre le|anti)[- ]?cancer|ligue contre le cancer|cancer(?:s)? de l'arbre|tropique du cancer",
	'trafic (?:routier|ferroviaire|aerien|dense|internet|important)|circulation',
	'(?:journal|editions?|presse) (?:socialistes?|communistes?)|secours catholique|(?:enseignement|lycee|ecole|college|institut|groupe scolaire) (?:privee? )?catholique|(?:boucherie|viande|restaurant|produits?|epicerie|traiteur|snack)s? (?:halal|casher|kasher)',
	"casier (?:a|de|du|des|postal|n°|numero|vestiaire)|casiers? (?:metalliques?|judicieux)|retention de garantie|detention d'actions",
	'(?:stop|anti)[- ]?parasites?|parasites? (?:sur la ligne|du bois)|traitement parasites?|antiparasitaires?',
	'(?:banane|balle|jeux?|machine|vis|pignon|course) folles?|herbes? folles?|vol(?:s)? (?:annule|retarde|sec)s?',
	"a ete (?:victime|escroque)[^.;!?]{0,60}|victimes? (?:d'un |d'une |de |du |d')[^.;!?]{0,40}",
	'porte(?:e)? plainte[^.;!?]{0,40}|depot de plainte[^.;!?]{0,40}'
];

/** The lexicon of notes in French. Third-party data only warns: a household's means may be needed to judge a plan. */
export const FRENCH_NOTE_LEXICON: NoteLexicon = {
	harmless: HARMLESS,
	titledName: "(?<!\\p{L})(?:M\\.|Mr\\.?|Mme|Mlle|Monsieur|Madame) \\p{Lu}[\\p{Ll}\\p{M}'’-]+",
	patterns: {
		health: HEALTH,
		insult: INSULT,
		opinion: OPINION,
		offence: OFFENCE,
		origin: ORIGIN,
		identifier: IDENTIFIER,
		'third-party': THIRD_PARTY
	},
	warnOnly: ['third-party']
};
