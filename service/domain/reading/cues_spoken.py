"""How advice is spoken in each language, beyond plain "use" and "avoid": by name of the cue.

A phrase that ends in ``*`` is a stem: whatever ending follows, it is the same word.
"""

from __future__ import annotations

SPOKEN: dict[str, dict[str, str]] = {
    "en": {
        "AVOID_BEFORE": (
            "not the time for|can't recommend|cannot recommend|can't advise|cannot advise"
            "|never buy|never dab|never rub|never put|don't rub|don't dab|don't buy"
            "|don't attack|do not buy|pass on|cross off|do without|keep your hands off|keep off"
            "|to forget|wave goodbye to|not safe in pregnancy:|don't waste money on"
            "|do not waste money on|rule out|took out|no room for|throw out|the last thing"
        ),
        "AVOID_AFTER": (
            "isn't suitable|not suitable|be stopped|stop for now|be left|left to others"
            "|look elsewhere|don't bother|do not bother|leave it|leave it at home|better not"
            "|please don't|has no business|have no business|no place|not be used|never be used"
            "|never be put|has to wait until|have to wait until|off your skin|off their lips"
            "|off the skin|stay away|stay in the cupboard|stays in the cupboard"
            "|out of the question|overrated|overhyped|burn like|burns like|stings|strips|strip"
            "|does harm|do harm|not worth|is not for|are not for|isn't for|aren't for"
            "|not for them|leave it out|left out|belongs in the bin|a bad idea|a poor idea"
            "|not needed|isn't needed|is unnecessary|too drying|irritates|can burn|clogs pores"
            "|clog pores|waste of money|should go|best left|not yet|leave them|wait until after"
        ),
        "STRONG_BEFORE": (
            "make it a|never leave the house without|no excuse for|our favourite|our favorite"
            "|my favourite|my favorite|better than|hard pressed to find anything better than"
            "|insist on|an excuse to skip|excuse for leaving off|worth buying is|is looking for"
            "|go on with|went back to|i begin with|her choice is|his choice is"
            "|can't recommend enough|start with|settle on|without exception"
        ),
        "STRONG_AFTER": (
            "worth trying|worth a try|the one we'd choose|the one i'd buy|i'd buy|we'd choose"
            "|we love|nothing beats|a safe bet|first choice|the first thing you buy"
            "|the one to ask for|is a treat|comes close|a must have|is loved|our favourite"
            "|our favorite|holy grail|as a start|always fine|as much as you like"
            "|the one with real proof|always worth|would use it again|won't let you down"
        ),
        "RECOMMEND_BEFORE": (
            "pat|seal everything in with|seal it with|finish with|finish the morning with"
            "|put on|buff|massage|smooth on|dab on|spread|mix in|take|a few drops of"
            "|a thin film of|a thin coat of|drop of|choose one with|one with|pick one with"
            "|a cream with|a serum with|a cleanser with|a lotion with|something with|a gel with"
            "|a pea of|we reach for|good results with|layer on|top with|followed by|then a|then"
            "|alternate it with"
        ),
        "RECOMMEND_AFTER": (
            "smooths|smooth|softens|soften|hydrates|hydrate|plumps|plump|brightens|brighten"
            "|lightens|evens|evens out|firms|tightens|refines|unclogs|unclog|smoothes"
            "|strengthens|rebuild|rebuilds|restores|replenishes|keeps|keep|lifts|nourishes"
            "|nourish|cushions|absorbs|absorb|does the job|did the work|does the work"
            "|does the trick|is known for|known to|suits|suit|gives|give|makes|make|lovely"
            "|easiest|kinder|probably will|a good choice|a good one|a good first|is enough"
            "|will do|every day|every morning|every evening|every night|once a week"
            "|twice a week|at night|in the morning|in every season|under your sunscreen|melts"
            "|slip between|safe|wins|winner|the best|one of the best|before bed|year round"
            "|costs more but|tames|quiets|mends|mend|take the edge off|pays off|earns its place"
            "|on damp skin|visible"
        ),
        "NEUTRAL_BEFORE": (
            "whether|some evidence|evidence hints that|trials of|a study of|derivatives of"
            "|mixed up with|may prescribe|we offer|in our practice|versus|the smoothness of"
            "|results of|the doctor may|a doctor may|a form of|compounded cream with|like"
            "|contained|contains"
        ),
        "DENIES": "little evidence that",
    },
    "fr": {
        "AVOID_BEFORE": (
            "a bannir|bannissez|a proscrire|oubliez|fuyez|jamais de|laissez tomber|on evite"
            "|n'appliquez jamais|ne mettez pas|n'utilisez jamais|mefiez vous|mieux vaut eviter"
            "|pas de|passez votre chemin|evitez les|stop au|stop aux|inutile d'acheter"
            "|abandonnez|exempt de|exempts de|depourvu de|plutot que|plutot qu'un|plutot qu'une"
            "|libre de|sans|meme consigne pour|bannir"
        ),
        "AVOID_AFTER": (
            "au placard|n'a rien a faire|n'ont rien a faire|est a bannir|sont a bannir"
            "|trop agressi*|trop irritant*|irrite*|griffe*|dessech*|interdit*|est deconseille*"
            "|sont deconseille*|a oublier|ne convient pas|ne conviennent pas|surcote*|attendra"
            "|attendront|brule*|decape*|n'est pas recommand*|a eviter|ne sert a rien"
            "|ne servent a rien|inutile*|laissez"
        ),
        "AVOID_NEXT": (
            "au lieu d'|plutot que|plutot qu'un|plutot qu'une|ni|exempt de|zero|sans"
        ),
        "STRONG_BEFORE": (
            "tournez vous vers|que ce soit|jamais sans|ne sort jamais sans|n'oubliez pas"
            "|adoptez|notre favori|notre preferee|notre prefere|n'hesitez pas a|preferer"
            "|preferez|faites confiance"
        ),
        "STRONG_AFTER": (
            "premier choix|de choix|meilleur*|incontournable*|indispensable*|valeur sure"
            "|vient a bout|viennent a bout|est votre allie*|vaut l'or|autorise*|reste permis*"
            "|est permis*|sans risque|convient|conviennent|obligatoire*"
        ),
        "RECOMMEND_BEFORE": (
            "ajoutez|glissez|associez|terminez par|un peu de|quelques gouttes de|choisissez"
            "|mettez|pensez a|pensez au|un soin|une creme|un serum|vous pouvez|posez"
            "|massez|scellez"
        ),
        "RECOMMEND_AFTER": (
            "apais*|calm*|hydrat*|assoupli*|adouci*|nourri*|repare*|illumine*|lisse*|eclairci*"
            "|unifi*|stimul*|detach*|exfoli*|desincruste*|protege*|repulp*|raffermi*|attenue*"
            "|estomp*|regul*|renforce*|purifi*|matifi*|descend dans|efficace*|doux|douce"
            "|le matin|le soir|toute l'annee|deux fois par semaine|une fois par semaine"
            "|s'apprivoise|allie*|bienfait*|fait merveille|retien*"
        ),
        "NEUTRAL_BEFORE": (
            "famille des|decouvert*|derive de|appartient|tire de|qu'est ce que"
        ),
    },
    "de": {
        "AVOID_BEFORE": (
            "nie|niemals|lassen sie|lass|lassen sie die finger von|hande weg von|kein platz fur"
            "|streichen sie|streiche|verbannen sie|nicht mit|sparen sie sich|frei von"
            "|nichts fur|schluss mit"
        ),
        "AVOID_AFTER": (
            "nicht auf*|tabu|ist nichts fur|sind nichts fur|nichts zu suchen"
            "|haben nichts zu suchen|reizt|reizen|brennt|brennen|trocknet*|zu scharf"
            "|zu aggressiv|zu stark|schmirgelt*|uberschatzt|uberflussig|lieber nicht"
            "|besser nicht|lassen sie weg|weglassen|pausier*|verzicht*|gehoren nicht"
            "|gehort nicht|lost oft|kontaktallergi*|ist nicht erlaubt|sind nicht erlaubt"
            "|nicht notig|meiden|im schrank|schadet|schaden|ungeeignet|warten|aufgespart"
            "|absetzen|uberfordert|abzuraten|rate ich ab|raten wir ab"
        ),
        "AVOID_NEXT": "frei von|anstelle von|weder|noch",
        "STRONG_BEFORE": (
            "verzichten sie nie auf|verzichte nie auf|nie ohne|greift zu|greifen sie zu"
            "|wahlen sie|wahle|vergessen sie nicht|unser liebling|empfehle ich|empfiehlt sich"
            "|lohnen sich|lohnt sich|mit einem|nicht auf sonnen*|nimmt man besser|nehmen sie"
            "|bevorzugen sie"
        ),
        "STRONG_AFTER": (
            "erste wahl|erlaubt|falsch machen|ein gewinn|unverzichtbar|pflicht|beste*|bewahrt*"
            "|lohnt|lohnen|ein muss|empfehle*|muss sein|ist ideal|sind ideal|zuverlassig*"
            "|vertraglich"
        ),
        "RECOMMEND_BEFORE": (
            "konnen sie|tragen sie|cremen sie|setzen sie auf|geben sie|danach|dazu|dann|gegen"
            "|mit etwas|eine creme mit|ein serum mit|etwas|probieren|achten sie auf"
            "|benutzen sie|steckt in|reines"
        ),
        "RECOMMEND_AFTER": (
            "lost*|losen|bindet|binden|beruhig*|brems*|mild*|sanft*|wirksam*|glatt*|macht"
            "|machen|mattier*|schutz*|pfleg*|feucht*|spend*|versorg*|starkt|starken|hell*"
            "|aufhell*|regulier*|verfein*|totet|klar*|frei|halt*|reparier*|polster*|angenehm*"
            "|gleichmassig*|nette alternative|einmal pro woche|abends|morgens|am abend"
            "|am morgen|zweimal*|gut|wirkt|wirken|arbeiten|verbesser*"
        ),
        "NEUTRAL_BEFORE": "ob|umstritten|gehort zu|entdeckt|hierzulande|aus der familie",
    },
    "es": {
        "AVOID_BEFORE": (
            "jamas apliques|nunca uses|nunca apliques|olvida|olvidate de|huye de|di no a"
            "|libre de|descarta|no apliques|no aplique|no compres|deje|alejate de|evite|nada de"
            "|elimina|suspende|suspenda|mejor sin|no te pongas|prescinde de|no recomend*"
        ),
        "AVOID_AFTER": (
            "irrita*|reseca*|no vale*|no sirve*|no es para|no son para|demasiado*|quema*"
            "|mejor no|sobrevalorad*|prohibid*|no se debe*|hay que evitar|estan fuera"
            "|queda fuera|quedan fuera|no conviene*|desaconseja*|agresiv*|dana*|puede esperar"
            "|no estan indicad*|no esta indicad*|no debe*"
        ),
        "AVOID_NEXT": "libre de|libres de|ni|ni de|de vaselina",
        "STRONG_BEFORE": (
            "no dejes de usar|no deje de usar|si puede usar|si puedes usar|nunca sin|no olvides"
            "|no salgas sin|sirve sin|nada sirve sin|apuesta por|apueste por|elija|prefiera"
            "|prefiere|nuestro favorito|no olvide|no te saltes"
        ),
        "STRONG_AFTER": (
            "lo recomiendo|recomiend*|imprescindible*|indispensable*|buena opcion|mejor aliad*"
            "|obligatori*|suele resolver*|suelen resolver*|permitid*|amanece otra|funciona*"
            "|de respaldo|estrella|el mejor|la mejor"
        ),
        "RECOMMEND_BEFORE": (
            "anada|anade|agrega|aplica|aplique|pon|ponga|una gota de|unas gotas de|gracias a"
            "|con un|despues|luego|busca|busque|una crema con|un serum con|puede usar"
            "|puedes usar|utilice|use"
        ),
        "RECOMMEND_AFTER": (
            "ilumina*|refuerza*|hidrata*|calma*|suaviza*|repara*|trata*|elimina*|aclara*"
            "|protege*|mejora*|reduce*|atenua*|nutre*|regula*|limpia*|exfolia*|desobstruye*"
            "|penetra*|retien*|por la noche|por la manana|suave*|eficaz*|estimula*|reflejan"
            "|refleja|responden a|alivia*|disuelv*|cada manana|cada noche"
        ),
        "NEUTRAL_BEFORE": (
            "pertenece a|para que sirve|derivado de|se descubrio|tampoco hace"
        ),
    },
    "pt": {
        "AVOID_BEFORE": (
            "nao aplique|jamais|nunca use|nunca aplique|livre de|livres de|esqueca|fuja d*"
            "|nao passe|diga nao a|nada de|suspenda|corte|aposentei|deixe de lado|nao compre"
            "|dispense|abandone"
        ),
        "AVOID_AFTER": (
            "irrita*|resseca*|nao serve*|arde*|queima*|agressiv*|proibid*|nem pensar"
            "|eu aposentei|aposentei|melhor nao|superestimad*|nao e para|nao deve*|nao devem"
            "|de fora|fica de fora|ficam de fora|fora da lista|desaconselhad*|obstrui*|evit*"
            "|nao vale*|suspens*"
        ),
        "AVOID_NEXT": "livre de|livres de|nem|ao inves de|e de petrolato",
        "STRONG_BEFORE": (
            "nao saia de casa sem|nao saia sem|nunca sem|nao esqueca|nao dispense|prefira"
            "|vai gostar de|liberado|esta liberado|aposte em|aposte no|nao abra mao d*"
            "|liberados"
        ),
        "STRONG_AFTER": (
            "vale a pena|indispensave*|melhor evidencia|sugerimos|liberad*|e permitid*"
            "|recomend*|o melhor|a melhor|obrigatori*|queridinh*|funciona*|o favorito"
        ),
        "RECOMMEND_BEFORE": (
            "use|passe|de manha|a noite|sabonete com|um serum|um hidratante|formulas com"
            "|nos outros dias|algumas gotas de|aplique|adicione|procure|use um|lixe com"
            "|gracas a|inclua|depois"
        ),
        "RECOMMEND_AFTER": (
            "amolec*|hidrata*|acalm*|suaviz*|clarei*|ilumin*|protege*|reduz*|controla*|prende*"
            "|limpa*|ajudinha*|trata*|repara*|melhora*|regula*|nutre*|desobstru*|penetra*"
            "|renova*|combate*|atenua*|uniformiza*|estimula*|por dez minutos|uma vez por semana"
            "|duas vezes por semana|de manha|a noite|suave*|so em cima"
        ),
        "NEUTRAL_BEFORE": "e encontrado|tornou se|pertence a|deriva d*",
    },
    "sv": {
        "AVOID_BEFORE": (
            "undvik*|skippa|slopa|lat bli|anvand inte|anvand aldrig|sluta med|hoppa over|byt ut"
            "|avsta fran|bort med|hall dig borta fran|fri fran|aldrig|lagg undan|smorj inte"
            "|kop inte|valj bort|pausa|inget|ingen|inga|nej till|inte med|glom"
        ),
        "AVOID_AFTER": (
            "undvik*|overskatta*|rekommenderas inte|olamplig*|irriter*|torkar ut|for stark*"
            "|svid*|far vanta|ska vanta|inte for|avrads|avrader|ar forbjud*|borde lamnas"
            "|passar inte|slipp*|skada*|i skapet|hor inte hemma|river|i onodan|bor inte"
            "|ska inte|inte anvandas"
        ),
        "AVOID_NEXT": "istallet for|i stallet for|fri fran|fria fran|utan|hellre an",
        "STRONG_BEFORE": (
            "hoppa inte over|inte vara radd for|valj|prova|testa|satsa pa|glom inte|var favorit"
            "|rekommenderar|aldrig utan|mot en|lat inte bli|kor pa|foredrar|ta hellre"
            "|mar bra av"
        ),
        "STRONG_AFTER": (
            "gora susen|gor susen|rekommendera*|ar tillat*|ar saker*|gar bra|favorit*|ett maste"
            "|forstaval*|bast*|bra val|sjalvklar*|ar trygg*|oumbarlig*|gar utmarkt|ar okej"
            "|vard*"
        ),
        "RECOMMEND_BEFORE": (
            "anvand|smorj|ta|lagg|applicera|avsluta med|med en|du kan|en kram med|ett serum med"
            "|nagra droppar|fyll pa med|med hjalp av|lagg till|sedan|pa kvallen|pa morgonen"
            "|lite"
        ),
        "RECOMMEND_AFTER": (
            "lugna*|mjuk*|aterfukta*|binder|loser|slata*|ljusa*|skydda*|starker|reparera*"
            "|jamna*|hjalp*|lindra*|minska*|forbattra*|reglera*|rengor*|haller|bygger|effektiv*"
            "|skonsam*|mild*|fungera*|varje dag|varje morgon|varje kvall|en gang i veckan"
            "|tva ganger|fukta*|ger|gor"
        ),
        "NEUTRAL_BEFORE": "naturligt i|upptackt*|utvinn*|tillhor|om det ar",
        "ENDS": "men|daremot|eftersom|utan att",
        "PREGNANCY": "gravid|gravida|graviditet|graviditeten|amning|ammar",
        "PRESCRIPTION": "recept|receptbelag*|pa recept",
        "INFANT": "spadbarn|bebis",
    },
    "ro": {
        "AVOID_BEFORE": (
            "evitati|evita|nu folosi|nu folositi|nu aplica|nu aplicati|renuntati la|renunta la"
            "|fara|feriti va de|fereste te de|lasa|lasati|nu cumpara|nu cumparati|nu puneti"
            "|nu pune|spune nu|sari peste|de evitat|nu dati bani pe|uita de|uitati de|interzis*"
            "|niciodata"
        ),
        "AVOID_AFTER": (
            "de evitat|nerecomandat*|nu se recomanda|nu este recomandat*|contraindicat*"
            "|interzis*|irita*|ustura*|usuca*|prea agresiv*|prea dur*|nu o folositi"
            "|nu il folositi|nu le folositi|nu le foloseste|nu si au dovedit|nu merita|inutil*"
            "|supraevaluat*|nu se foloses*|arde|ard|nu sunt pentru|nu e pentru|nu are ce cauta"
            "|nu au ce cauta|trebuie evitat*|se evita|mai bine nu|nu este sigur*|nu e sigur*"
            "|asteapta"
        ),
        "AVOID_NEXT": "in loc de|in locul|fara|nici|lipsit de",
        "STRONG_BEFORE": (
            "nu renunta la|nu renuntati la|incearca|incercati|alege|alegeti|opteaza"
            "|optati pentru|recomandam|recomand|are de castigat de la|au de castigat de la"
            "|preferati|mizati pe|nu uita de|nu uitati de|nu sari peste|niciodata fara|favorit*"
            "|nu iesi fara|pariaza pe"
        ),
        "STRONG_AFTER": (
            "recomandat*|este sigur*|e sigur*|cel mai bine studiat|cea mai buna|cel mai bun"
            "|merita|permis*|sunt sigure|indispensabil*|obligatori*|alegere buna|prima alegere"
            "|aliat*|este permis|e o alegere"
        ),
        "RECOMMEND_BEFORE": (
            "foloseste|folositi|aplica|aplicati|adauga|adaugati|puneti|pune|o crema cu"
            "|un ser cu|cateva picaturi|cu ajutorul|dimineata|seara|apoi|intindeti|intinde"
            "|cautati|cauta|puteti folosi|poti folosi|creme cu"
        ),
        "RECOMMEND_AFTER": (
            "ajuta*|hidrat*|calmeaz*|catifel*|inmoaie|repara*|lumineaz*|protej*|reduc*"
            "|exfoliaz*|curat*|il pun la loc|se inteleg bine|estompeaz*|hraneste|hranesc"
            "|regleaz*|intaresc|intareste|imbunatat*|uniformiz*|eficient*|eficace|bland*"
            "|functioneaz*|netezes*|retine|retin|dizolv*|in fiecare seara|in fiecare dimineata"
        ),
        "NEUTRAL_BEFORE": "a fost descoperit*|provine din|apartine|este un polizaharid*",
        "ENDS": "dar|insa|totusi|pentru ca|deoarece",
        "PREGNANCY": "insarcinat*|sarcina|sarcinii|gravid*|alaptare*|alaptat*|alaptezi",
        "PRESCRIPTION": "pe baza de reteta|prescri*",
        "INFANT": "bebelus*|nou nascut*|sugar*",
    },
    "ja": {
        "AVOID_BEFORE": "使わない成分|避けたい成分",
        "AVOID_AFTER": (
            "使わないで|やめましょう|やめて|やめてお|我慢|お休み|休みましょう|不向き|向きません"
            "|向いていません|刺激になり|刺激が強|避ける|使用できません|お勧めできません"
            "|おすすめしません|お勧めしません|必要ありません|必要はありません|不使用|フリー"
            "|入っていません|無添加|禁物|nG|ng|厳禁|よくありません|負担にな"
            "|使うべきではありません|つけない|塗らない|中止|封印|卒業"
        ),
        "FREE_AFTER": "の代わりに|ではなく|じゃなく|よりも|フリー|不使用|無添加",
        "STRONG_AFTER": (
            "欠かさず|お勧め|オススメ|忘れずに|必須|必ず|使ってほしい|使えます|安心|ぴったり"
            "|頼れる|味方|大丈夫|問題ありません|だけでなく|十分|一番|向いてい|選びましょう"
            "|取り入れ|試して|マスト|心強|適して|最適"
        ),
        "RECOMMEND_AFTER": (
            "塗りましょう|重ねましょう|しましょう|ましょう|なだめ|整え|保湿|うるお|潤|鎮め"
            "|落ち着|支え|防い|やわらか|柔らか|なめらか|明るく|守り|守って|補い|補って|効果"
            "|改善|助け|サポート|逃げにくく|引き締め|ケアし|ケアに|なじませ|使うと|使って"
            "|塗って|塗ると|ふたを|してください|以上を|ほぐ|溶かし|やさし|優し"
        ),
        "ENDS": "けれど|ものの|一方で",
    },
    "ko": {
        "AVOID_AFTER": (
            "쉬어야|쉬어 주|쉬세요|바르지 마|쓰지 마|쓰지 않|중단|자제|삼가|멈추|좋지 않"
            "|맞지 않|보내 주|안 됩니다|안 돼|자극적|자극이 될|자극이 강|막으니|빼세요|빼고"
            "|무첨가|넣지 않|미루|권하지 않|추천하지 않|필요 없|안 쓰|내려놓|해롭|손대지"
            "|피하세요|피하시|하지 마|하지 않"
        ),
        "FREE_AFTER": "대신|보다는|말고|프리|무첨가",
        "STRONG_AFTER": (
            "빼먹지 마|필수|꼭|써 보세요|보세요|권합니다|권해|잊지 마|괜찮|가능|좋습니다|좋아요"
            "|제격|훌륭|편안|최고|바꿔 주세요|충분|믿을|만 좋은 게 아니|안심|골라|적합"
        ),
        "RECOMMEND_AFTER": (
            "주세요|하세요|바르|발라|진정|보습|촉촉|녹여|개선|밝|완화|부드럽|부드러|들어갑"
            "|적어요|순해|순한|순합|보호|지켜|채워|탄력|효과|잠가|더 좋|사용|매끈|맑|씻|고르"
            "|강화"
        ),
        "ENDS": "지만|는데",
    },
    "zh": {
        "AVOID_BEFORE": (
            "别碰|不要碰|千万别|千萬別|不要再用|不要擦|别擦|別擦|不用|與其|与其|避開|避开|停掉"
            "|不含|無添加|无添加|遠離|远离|忌用|慎用|勿用|別用|不要買|不要买|請勿|不要使|暫停"
            "|暂停|拒绝|告别|不能用|不可使用|不可用|扔掉"
        ),
        "AVOID_AFTER": (
            "不適合|不适合|先停|暂停|暫停|避免|避開|避开|刺激太|太刺激|太強|太强|刺痛|誇大|夸大"
            "|不要用|别用|不必|沒必要|没必要|先放|收起来|收起來|不能用|禁用|不可|不建議|不推薦"
            "|伤皮肤|傷皮膚|會堵|会堵|致痘|省下|智商税|不在|退下"
        ),
        "STRONG_BEFORE": (
            "别忘了|別忘了|不如试试|不如試試|试试|試試|推薦|建議|选|選|首选|首選|改用|换成|換成"
            "|可以用|可用|离不开|不妨|坚持|安心用"
        ),
        "STRONG_AFTER": (
            "值得|推薦|推荐|首選|首选|必备|必備|放心|安全|不只适合|不只適合|好选择|好選擇"
            "|少不了|可以用|都可以|没问题|沒問題|最好|够了|夠了|好帮手|最稳"
        ),
        "RECOMMEND_BEFORE": (
            "搭配|涂|塗|擦|用|加|抹|来一层|敷|叠加|配合|含有|含|每天|早上|晚上|靠"
        ),
        "RECOMMEND_AFTER": (
            "保湿|保濕|舒缓|舒緩|修护|修護|修复|修復|提亮|美白|淡化|软化|軟化|抗氧化|锁水|鎖水"
            "|溶解|疏通|改善|控油|温和|溫和|滋润|滋潤|帮助|幫助|能让|能讓|可以|减少|減少|强韧"
            "|紧致|预防|防止|镇静|有效|适合|適合"
        ),
        "ENDS": "但是|不過|不过|可是|而是",
        "PREGNANCY": "懷孕|孕婦|哺乳期",
        "PRESCRIPTION": "處方",
    },
}  # fmt: skip
