"""Words that tell that a text speaks of skin, of its care, and of putting something on."""

from __future__ import annotations

SKIN = {
    "en": (
        "skin|skincare|skin care|complexion|acne|pimple|blemish|wrinkle|pore|moisturizer"
        "|moisturiser|moisturize|moisturise|moisturizing|moisturising|serum|cleanser|cleansing"
        "|toner|essence|sunscreen|sunburn|dermatologist|dermatology|epidermis|facial|face"
        "|cheek|forehead|breakout|hyperpigmentation|pigmentation|dark spot|dark circle|fine line"
        "|blackhead|whitehead|eczema|dermatitis|rosacea|melasma|psoriasis|keratosis|irritation"
        "|redness|exfoliate|exfoliating|exfoliation|exfoliant|face wash|face mask|eye cream"
        "|body lotion|beauty|cosmetic|keratin|milia|follicle|scalp|shampoo|conditioner"
        "|stretch mark|scar|anti aging|anti ageing|glow|cream|lotion|ointment|salve|balm|gel"
        "|night routine|morning routine|dandruff|hair|eyelid|lip|barrier|fragrance|formula|rash"
        "|stings|tingles|peeling"
    ),
    "fr": (
        "peau|peaux|cutane|cutanee|cutanes|cutanees|visage|acne|bouton|boutons|imperfection|rides"
        "|ride|pores|creme|cremes|serum|nettoyant|lotion|soin|soins|cosmetique|cosmetiques"
        "|dermatologue|epiderme|hydratant|hydratante|hydrater|hydratation|solaire|gommage|peeling"
        "|rougeur|rougeurs|tache brune|taches|teint|eclat|cuir chevelu|cheveux|shampoing|levres"
        "|eczema|rosacee|couperose|indice|baume|masque|front|joues|paupieres|appliquez"
        "|appliquer|beaute"
    ),
    "de": (
        "haut|hauttyp|hautbarriere|hautpflege|hautarzt|hautarztin|kopfhaut|gesicht|gesichts|akne"
        "|pickel|unreinheit|unreinheiten|mitesser|falten|poren|creme|cremes|serum|seren|reinigung"
        "|toner|pflege|kosmetik|kosmetika|dermatologe|dermatologin|sonnenschutz|lsf|peeling"
        "|rotung|rotungen|pigmentflecken|teint|haare|haar|shampoo|lippen|ekzem|neurodermitis"
        "|rosazea|rosacea|feuchtigkeit|feuchtigkeitspflege|salbe|lotion|balsam|auftragen"
        "|eincremen|cremen|trockene haut|hornhaut|stirn|wange|wangen"
    ),
    "es": (
        "piel|pieles|cutis|cutaneo|cutanea|rostro|cara|acne|granos|espinillas|arrugas|poros|crema"
        "|cremas|serum|suero|limpiador|limpiadora|tonico|cosmetica|cosmetico|cosmeticos"
        "|dermatologo|dermatologa|hidratante|hidratar|hidratacion|protector solar|fotoprotector"
        "|fotoproteccion|exfoliante|exfoliar|exfoliacion|manchas|rojez|rojeces|cuero cabelludo"
        "|cabello|pelo|champu|labios|eccema|eczema|rosacea|fps|balsamo|locion|mejillas"
        "|pomada|mascarilla|belleza|unguento|tez"
    ),
    "pt": (
        "pele|peles|cutanea|cutaneo|rosto|cara|acne|espinha|espinhas|borbulhas|cravos|rugas|poros"
        "|creme|cremes|serum|limpeza|tonico|cosmetico|cosmeticos|cosmetica|dermatologista"
        "|hidratante|hidratar|hidratacao|protetor solar|protetor|fps|esfoliante|esfoliar"
        "|esfoliacao|manchas|vermelhidao|couro cabeludo|cabelo|cabelos|champo|shampoo|labios"
        "|eczema|rosacea|balsamo|locao|bochechas|testa|pomada|mascara|beleza|skincare|calcanhar"
        "|calcanhares"
    ),
    "sv": (
        "hud|huden|hudvard|hudens|hudtyp|hudbarriar|hudbarriaren|hudlakare|hudterapeut|ansikte"
        "|ansiktet|akne|finne|finnar|finnarna|pormask|pormaskar|rynka|rynkor|porer|porerna|kram"
        "|kramen|kramer|ansiktskram|serum|serumet|rengoring|toner|kosmetika|dermatolog|fukt"
        "|fuktgivande|aterfuktande|aterfukta|solskydd|solskyddsfaktor|solkram|peeling|rodnad"
        "|pigmentflackar|harbotten|haret|schampo|lappar|lapparna|eksem|rosacea|salva|lotion"
        "|balsam|smorj|smorja|kinder|panna|smink|skonhet|vinterhud|torr hud"
    ),
    "ro": (
        "piele|pielea|pielii|ten|tenul|tenului|fata|fetei|chipul|acnee|cosuri|cosurile"
        "|puncte negre|riduri|ridurile|pori|porii|crema|creme|cremei|ser|serul|serului|demachiant"
        "|curatare|tonic|cosmetice|cosmetic|cosmetica|dermatolog|dermatologul|hidratant"
        "|hidratanta|hidratare|hidrata|protectie solara|exfoliere|exfoliant|exfolia|pete"
        "|roseata|scalp|scalpul|par|parul|sampon|buze|eczema|rozacee|balsam|lotiune|obraji|frunte"
        "|unguent|masca|frumusete|ingrijire|ingrijirea|dermatita|atopica|atopice"
    ),
    "ja": (
        "肌|皮膚|ニキビ|毛穴|化粧|美容液|スキンケア|乳液|クリーム|洗顔|保湿|乾燥|シミ|しわ|シワ"
        "|日焼け|顔|頬|コスメ|角質|くすみ|赤み|頭皮|髪|シャンプー|敏感|皮膚科|ハリ|塗る|塗っ"
        "|ローション|パック|美白|成分"
    ),
    "ko": (
        "피부|여드름|모공|스킨케어|세럼|앰플|크림|토너|로션|보습|각질|주름|잡티|기미|자외선"
        "|선크림|얼굴|화장품|클렌징|세안|트러블|두피|머리카락|샴푸|민감|바르|발라|에센스|미백"
        "|홍조|진정|성분|건조"
    ),
    "zh": (
        "皮肤|皮膚|护肤|護膚|肌肤|肌膚|面霜|精华|精華|洁面|潔面|洗脸|洗臉|爽肤|保湿|保濕|毛孔|痘"
        "|粉刺|皱纹|皺紋|抗老|美白|淡斑|防晒|防曬|脸|臉|面膜|乳液|化妆|化妝|敏感肌|干燥|泛红|泛紅"
        "|角质|角質|头皮|頭皮|头发|洗发|屏障|皮肤科|保養|成分|涂|擦|色斑|肤"
    ),
}
BARE = {
    "en": (
        "skin|complexion|face|facial|acne|pimple|blemish|wrinkle|pore|cheek|forehead|breakout"
        "|fine line|hair|scalp|eyelid|lip|glow|beauty|dermatitis|eczema|scar|rash|redness"
        "|irritation|barrier|epidermis|sunburn|dandruff|psoriasis|formula|stings|tingles|keratin"
        "|follicle|dermatologist|dermatology|fragrance|rosacea|gel|essence"
    ),
    "fr": (
        "peau|peaux|cutane|cutanee|cutanes|cutanees|visage|acne|bouton|boutons|imperfection|rides"
        "|ride|pores|teint|eclat|cuir chevelu|cheveux|levres|eczema|front|joues|paupieres|beaute"
        "|rougeur|rougeurs|epiderme|dermatologue|hydratation|rosacee|couperose|indice"
    ),
    "de": (
        "haut|hauttyp|hautbarriere|kopfhaut|gesicht|gesichts|akne|pickel|unreinheit|unreinheiten"
        "|falten|poren|teint|haare|haar|lippen|ekzem|neurodermitis|stirn|wange|wangen|rotung"
        "|rotungen|trockene haut|feuchtigkeit|hautarzt|hautarztin|dermatologe|dermatologin"
        "|hornhaut|pflege"
    ),
    "es": (
        "piel|pieles|cutis|cutaneo|cutanea|rostro|cara|acne|granos|arrugas|poros|manchas|cabello"
        "|pelo|labios|mejillas|belleza|tez|eccema|eczema|cuero cabelludo|dermatologo"
        "|dermatologa|rosacea|rojez|rojeces|hidratacion"
    ),
    "pt": (
        "pele|peles|cutanea|cutaneo|rosto|cara|acne|espinha|espinhas|rugas|poros|manchas|cabelo"
        "|cabelos|labios|bochechas|testa|beleza|couro cabeludo|eczema|dermatologista|rosacea"
        "|vermelhidao|hidratacao|limpeza"
    ),
    "sv": (
        "hud|huden|hudens|hudtyp|hudbarriar|hudbarriaren|ansikte|ansiktet|akne|finne|finnar|rynka"
        "|rynkor|porer|porerna|haret|harbotten|lappar|lapparna|kinder|panna|skonhet|eksem"
        "|torr hud|fukt|rodnad|dermatolog|hudlakare"
    ),
    "ro": (
        "piele|pielea|pielii|ten|tenul|tenului|fata|fetei|acnee|cosuri|riduri|pori|par|parul|buze"
        "|frumusete|pete|roseata|scalp|scalpul|eczema|dermatita|hidratare|dermatolog|ingrijire"
        "|ingrijirea"
    ),
    "ja": (
        "肌|皮膚|ニキビ|毛穴|顔|頬|髪|頭皮|しわ|シワ|シミ|乾燥|くすみ|ハリ|成分|敏感|赤み|皮膚科"
        "|美白|角質"
    ),
    "ko": (
        "피부|여드름|모공|얼굴|주름|두피|머리카락|성분|건조|잡티|기미|민감|트러블|미백|홍조|진정"
        "|각질"
    ),
    "zh": (
        "皮肤|皮膚|肌肤|肌膚|毛孔|痘|皱纹|皺紋|脸|臉|头皮|頭皮|头发|成分|肤|干燥|抗老|美白|敏感肌"
        "|屏障|皮肤科|色斑|角质|角質|泛红|泛紅|粉刺"
    ),
}
"""Those of `SKIN` that what is eaten may be good for: they do not tell that a thing is applied."""
TOUCH = {
    "en": (
        "apply|applies|applied|applying|topical|topically|rinse|rinse off|rinsed|lather|bath"
        "|pat dry|pat on|pat it|dab|slather|massage|smear|rub into|layer|layering|patch test"
        "|leave on|mask|sheet mask|skin type|hydrating|hydrates|product|bottle|jar|tube|pump"
        "|exfoliants|acids|routine|wash|washes|shower|soap|over the counter|formulation"
        "|ingredient list|inci|actives|percent strength|concentration|shelf|drugstore|cosmetics"
        "|makeup|make up|shave|shaving|after sun|texture|pea sized|drops of|spot treatment|peel"
        "|wax|hand cream|balms"
    ),
    "fr": (
        "appliquer|appliquez|applique|rincer|rincez|masser|massez|tamponner|produit|produits"
        "|flacon|pot|tube|pompe|savon|douche|bain|gel|huile seche|maquillage|demaquiller"
        "|demaquillant|texture|actif|actifs|formule|routine|cosmetique|compresse|brume|pommade"
        "|application|topique|concentration|rasage|appliquee|pose|couche"
    ),
    "de": (
        "auftragen|aufgetragen|tragt|einmassieren|abspulen|einreiben|produkt|produkte|tube|tiegel"
        "|flasche|pumpe|seife|dusche|bad|gel|make up|abschminken|textur|wirkstoff|wirkstoffe"
        "|formel|routine|drogerie|drogerieregal|salbe|handcreme|cremt|eincremen|topisch"
        "|konzentration|rasur|waschen|maske|masken|wascht|fettsalbe|badewanne|bader|nachtcreme"
        "|tagescreme|augencreme|gesichtscreme|umschlag"
    ),
    "es": (
        "aplicar|aplica|aplique|aplicas|enjuagar|enjuaga|masajear|producto|productos|frasco|tarro"
        "|tubo|bote|jabon|ducha|bano|gel|maquillaje|desmaquillar|textura|activo|activos|formula"
        "|rutina|topico|topica|concentracion|afeitado|unta|untar|capa|brumas|compresa|extiende"
    ),
    "pt": (
        "aplicar|aplica|aplique|enxaguar|enxague|massajar|massagear|produto|produtos|frasco|pote"
        "|tubo|bisnaga|sabonete|duche|banho|gel|maquilhagem|maquiagem|textura|ativo|ativos"
        "|formula|rotina|topico|topica|concentracao|barbear|passar|passe|camada|compressa|espalhe"
    ),
    "sv": (
        "applicera|appliceras|applicerar|skolj|massera|produkt|produkter|tub|burk|flaska|pump"
        "|tval|dusch|bad|gel|smink|konsistens|aktiv|aktiva|formula|rutin|topisk|koncentration"
        "|rakning|stryk|smorj|lager|badda|nattkram|dagkram|ogonkram|handkram|fotkram|mask|masker"
        "|tvatta"
    ),
    "ro": (
        "aplica|aplici|aplicati|aplicat|se aplica|clateste|clatiti|maseaza|produs|produse"
        "|produsul|tub|borcan|flacon|sapun|dus|baie|gel|machiaj|textura|activ|active|formula"
        "|rutina|topic|concentratie|ras|strat|comprese|intinde|tamponeaza"
    ),
    "ja": (
        "塗布|洗い流|すすぎ|なじませ|のばし|化粧品|メイク|石鹸|泡|入浴|処方|配合|テクスチャ|製品"
        "|使用感|パッチテスト|容器|お手入れ|ケア"
    ),
    "ko": (
        "도포|헹구|마사지|제품|메이크업|비누|거품|목욕|샤워|제형|함량|루틴|사용감|패치 테스트"
        "|용기|케어|연고|팩"
    ),
    "zh": (
        "涂抹|塗抹|冲洗|沖洗|按摩|产品|產品|卸妆|卸妝|肥皂|香皂|泡澡|沐浴|配方|质地|質地|浓度"
        "|濃度|敷|抹|搽|护理|護理|软膏|軟膏"
    ),
}
"""Words of putting something on: they tell that a passage is no kitchen's, and no more."""
WITHIN = {
    "de": "creme|shampoo|lotion|salbe|serum|seren|kosmetik|hautpflege|kopfhaut|maske|peeling",
    "sv": "kram|schampo|lotion|salva|serum|kosmetik|hudvard|harbotten|peeling",
}
"""Those of `SKIN` that count as a part of a longer word too, in languages that join words."""
