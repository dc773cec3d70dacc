"""Words that tell what a text speaks of: skin and its care, or something that shares its words."""

from __future__ import annotations

SKIN = {
    "en": (
        "skin|skincare|skin care|complexion|acne|pimple|blemish|wrinkle|pore"
        "|moisturizer|moisturiser"
        "|moisturize|moisturise|moisturizing|moisturising|serum|cleanser|cleansing|toner|essence"
        "|sunscreen|sunburn|spf|dermatologist|dermatology|epidermis|facial|face|cheek|forehead"
        "|breakout|hyperpigmentation|pigmentation|dark spot|dark circle|fine line|blackhead"
        "|whitehead|eczema|dermatitis|rosacea|melasma|psoriasis|keratosis|irritation|redness"
        "|exfoliate|exfoliating|exfoliation|exfoliant|face wash|face mask|eye cream|body lotion"
        "|beauty|cosmetic|keratin|milia|follicle|scalp|shampoo|conditioner|stretch mark|scar"
        "|anti aging|anti ageing|glow|cream|lotion|ointment|salve|balm|gel|night routine"
        "|morning routine|dandruff|hair|eyelid|lip|barrier|fragrance|formula|rash|stings|tingles"
        "|peeling"
    ),
    "fr": (
        "peau|peaux|cutane|cutanee|cutanes|cutanees|visage|acne|bouton|boutons|imperfection|rides"
        "|ride|pores|creme|cremes|serum|nettoyant|lotion|soin|soins|cosmetique|cosmetiques"
        "|dermatologue|epiderme|hydratant|hydratante|hydrater|hydratation|solaire|gommage|peeling"
        "|rougeur|rougeurs|tache brune|taches|teint|eclat|cuir chevelu|cheveux|shampoing|levres"
        "|eczema|rosacee|couperose|spf|indice|baume|masque|front|joues|paupieres|appliquez"
        "|appliquer|beaute"
    ),
    "de": (
        "haut|hauttyp|hautbarriere|hautpflege|hautarzt|hautarztin|kopfhaut|gesicht|gesichts|akne"
        "|pickel|unreinheit|unreinheiten|mitesser|falten|poren|creme|cremes|serum|seren|reinigung"
        "|toner|pflege|kosmetik|kosmetika|dermatologe|dermatologin|sonnenschutz|lsf|peeling|rotung"
        "|rotungen|pigmentflecken|teint|haare|haar|shampoo|lippen|ekzem|neurodermitis|rosazea"
        "|rosacea|feuchtigkeit|feuchtigkeitspflege|salbe|lotion|balsam|auftragen|eincremen|cremen"
        "|trockene haut|hornhaut|stirn|wange|wangen"
    ),
    "es": (
        "piel|pieles|cutis|cutaneo|cutanea|rostro|cara|acne|granos|espinillas|arrugas|poros|crema"
        "|cremas|serum|suero|limpiador|limpiadora|tonico|cosmetica|cosmetico|cosmeticos"
        "|dermatologo|dermatologa|hidratante|hidratar|hidratacion|protector solar|fotoprotector"
        "|fotoproteccion|exfoliante|exfoliar|exfoliacion|manchas|rojez|rojeces|cuero cabelludo"
        "|cabello|pelo|champu|labios|eccema|eczema|rosacea|spf|fps|balsamo|locion|mejillas|frente"
        "|pomada|mascarilla|belleza|unguento|tez"
    ),
    "pt": (
        "pele|peles|cutanea|cutaneo|rosto|cara|acne|espinha|espinhas|borbulhas|cravos|rugas|poros"
        "|creme|cremes|serum|limpeza|tonico|cosmetico|cosmeticos|cosmetica|dermatologista"
        "|hidratante|hidratar|hidratacao|protetor solar|protetor|fps|spf|esfoliante|esfoliar"
        "|esfoliacao|manchas|vermelhidao|couro cabeludo|cabelo|cabelos|champo|shampoo|labios"
        "|eczema|rosacea|balsamo|locao|bochechas|testa|pomada|mascara|beleza|skincare|calcanhar"
        "|calcanhares"
    ),
    "sv": (
        "hud|huden|hudvard|hudens|hudtyp|hudbarriar|hudbarriaren|hudlakare|hudterapeut|ansikte"
        "|ansiktet|akne|finne|finnar|finnarna|pormask|pormaskar|rynka|rynkor|porer|porerna|kram"
        "|kramen|kramer|ansiktskram|serum|serumet|rengoring|toner|kosmetika|dermatolog|fukt"
        "|fuktgivande|aterfuktande|aterfukta|solskydd|solskyddsfaktor|solkram|spf|peeling|rodnad"
        "|pigmentflackar|harbotten|har|haret|schampo|lappar|lapparna|eksem|rosacea|salva|lotion"
        "|balsam|smorj|smorja|kinder|panna|smink|skonhet|vinterhud|torr hud"
    ),
    "ro": (
        "piele|pielea|pielii|ten|tenul|tenului|fata|fetei|chipul|acnee|cosuri|cosurile|puncte negre"
        "|riduri|ridurile|pori|porii|crema|creme|cremei|ser|serul|serului|demachiant|curatare"
        "|tonic|cosmetice|cosmetic|cosmetica|dermatolog|dermatologul|hidratant|hidratanta|hidratare"
        "|hidrata|protectie solara|spf|exfoliere|exfoliant|exfolia|pete|roseata|scalp|scalpul|par"
        "|parul|sampon|buze|eczema|rozacee|balsam|lotiune|obraji|frunte|unguent|masca"
        "|frumusete|ingrijire|ingrijirea|dermatita|atopica|atopice"
    ),
    "ja": (
        "肌|皮膚|ニキビ|毛穴|化粧|美容液|スキンケア|乳液|クリーム|洗顔|保湿|乾燥|シミ|しわ|シワ|日焼け|顔|頬|"
        "コスメ|角質|くすみ|赤み|頭皮|髪|シャンプー|敏感|皮膚科|ハリ|塗る|塗っ|spf|ローション|パック|美白|成分"
    ),
    "ko": (
        "피부|여드름|모공|스킨케어|세럼|앰플|크림|토너|로션|보습|각질|주름|잡티|기미|자외선|선크림|얼굴|"
        "화장품|클렌징|세안|트러블|두피|머리카락|샴푸|민감|바르|발라|에센스|미백|홍조|진정|spf|성분|건조"
    ),
    "zh": (
        "皮肤|皮膚|护肤|護膚|肌肤|肌膚|面霜|精华|精華|洁面|潔面|洗脸|洗臉|爽肤|保湿|保濕|毛孔|痘|粉刺|"
        "皱纹|皺紋|抗老|美白|淡斑|防晒|防曬|脸|臉|面膜|乳液|化妆|化妝|敏感肌|干燥|泛红|泛紅|角质|角質|"
        "头皮|頭皮|头发|洗发|屏障|皮肤科|保養|成分|spf|涂|擦|色斑|肤"
    ),
}
ELSEWHERE = {
    "en": (
        "recipe|oven|tablespoon|teaspoon|spoonful|simmer|baking|kitchen|salad|soup|flavor|flavour"
        "|delicious|meal|snack|sauerkraut|kimchi|yogurt|yoghurt|cheese|sourdough|brew|wine|calorie"
        "|cuisine|roasted|dish|dishes|cook|cooking|supper|dinner|lunch|breakfast|pickle|pickled"
        "|dairy|ferment|fermented|fermentation|vegetable|spinach|carrot|harvest|grill|barbecue"
        "|smoothie|blender|juice|broth|whisk|batter|flour|butter the|chef|restaurant"
        "|supplement|tablet|capsule|gummies|pharmacist|dosage|swallow|oral dose"
        "|retina|ophthalmologist|ophthalmology|optometrist|cornea|macular|vision loss|eyesight"
        "|optic nerve|photoreceptor|vitreous|cataract|glaucoma|retinal detachment|eye surgeon"
        "|visual field|sunglasses|polarised|polarized"
        "|sediment|sedimentary|bedrock|granite|geology|geological|geologist|soil|mineral deposit"
        "|pottery|potter|kiln|glaze|wedge|quarry|tectonic|farmland|garden|gardening|gardener"
        "|compost|terrain|ore|mining|landslide|groundwater|fertilizer|fertiliser|nitrogen|crop"
        "|rainfall|emissions|atmosphere|smog|corrosion|electrolyte|battery|refinery|roof|steel"
        "|paint|plaster|concrete|timber"
        "|surgeon|operating room|hospital|nurse|transfusion|laboratory|plasma|antibody"
        "|court|tournament|tennis|marathon|muscle|lactate threshold|workout|coach|relay|runner"
        "|training plan|vet|veterinary|flea|moulting|paddock"
        "|dns|domain|server|mail|email|inbox|spam|mailbox|software|database|router|firewall"
        "|printer|bank|lender|balance sheet|shareholder|quarterly|revenue|museum|orchestra|novel"
        "|album|hotel|platform ticket|train"
    ),
    "fr": (
        "recette|four|cuillere a soupe|cuillere|casserole|cuisine|cuisson|salade|soupe|fromage"
        "|yaourt|vin|repas|gateau|farine|mixeur|smoothie|jus|complement alimentaire|gelule"
        "|comprime|pharmacien|posologie|retine|ophtalmologue|cataracte|jardin|jardinier|sol"
        "|compost|engrais|poterie|potier|tour de potier|tuile|tuiles|toit|toits|toiture|couvreur"
        "|couvreurs|immeuble|immeubles|charpente|ardoise|mine|geologie|hopital|chirurgien|serveur"
        "|domaine|courriel|messagerie|banque|musee|marathon|vigne|vendanges|ruche|apiculteur"
        "|recolte"
    ),
    "de": (
        "rezept|ofen|backofen|essloffel|teeloffel|kuche|kochen|backen|salat|suppe|kase|joghurt"
        "|wein|mahlzeit|kuchen|mehl|mixer|smoothie|saft|nahrungserganzung|nahrungserganzungsmittel"
        "|kapsel|kapseln|tablette|tabletten|apotheker|dosierung|netzhaut|augenarzt|augenklinik"
        "|garten|gartner|boden|kompost|dunger|topferei|topfer|ziegel|dach|dachdecker|brennofen"
        "|bergbau|geologie|krankenhaus|chirurg|server|domain|postfach|bank|museum|marathon|imker"
        "|bienen|volker|bienenvolk|bienenstock|ernte|honigernte|wabe|waben|linde|stall|tierarzt"
    ),
    "es": (
        "receta|horno|cucharada|cucharadita|cocina|cocinar|ensalada|sopa|queso|yogur|vino|comida"
        "|pastel|harina|batidora|batido|zumo|jugo|suplemento|capsula|capsulas|comprimido"
        "|comprimidos|farmaceutico|dosis|retina|oftalmologo|jardin|huerto|suelo|compost|abono"
        "|alfareria|alfarero|alfarera|alfareras|cantaro|cantaros|torno|tornos|esmalte|ceramica"
        "|teja|tejado|mina|geologia|hospital|cirujano|servidor|dominio|correo|banco|museo|maraton"
        "|colmena|apicultor|cosecha|vinedo|horno de lena"
    ),
    "pt": (
        "receita|forno|colher de sopa|colher|cozinha|cozinhar|salada|sopa|queijo|iogurte|vinho"
        "|vinha|vinhas|uva|uvas|mosto|cepas|adega|barrica|barricas|refeicao|bolo|farinha"
        "|liquidificador|batido|smoothie|sumo|suco|suplemento|capsula|capsulas|comprimido"
        "|comprimidos|farmaceutico|dose|retina|oftalmologista|jardim|horta|solo|adubo|olaria"
        "|oleiro|telha|telhado|lava|mina|geologia|hospital|cirurgiao|servidor|dominio|banco|museu"
        "|maratona|colmeia|apicultor|colheita|torrada"
    ),
    "sv": (
        "recept|ugn|matsked|tesked|kok|koket|laga mat|baka|sallad|soppa|ost|yoghurt|vin|maltid"
        "|kaka|mjol|mixer|smoothie|juice|kosttillskott|kapsel|kapslar|tablett|tabletter|apotekare"
        "|dosering|nathinna|nathinnan|ogonlakare|tradgard|jord|kompost|godsel|keramik|drejning"
        "|tak|taket|plattak|gruva|geologi|sjukhus|kirurg|server|doman|mejl|brevlada|bank|museum"
        "|maraton|bikupa|bin|biodlare|skord|bastu|bastun|timmer|tandstickor|tandstickorna|ved"
    ),
    "ro": (
        "reteta culinara|cuptor|cuptorul|lingura|lingurita|bucatarie|gatit|salata|supa|branza|iaurt"
        "|vin|masa de pranz|prajitura|faina|blender|smoothie|suc|supliment|supliment alimentar"
        "|suplimente|capsula|capsule|comprimat|comprimate|farmacist|doza|retina|oftalmolog|gradina"
        "|sol|compost|ingrasamant|olar|olari|olarii|olarit|lut|lutul|oala|oale|roata|tigla"
        "|acoperis|acoperisul|mina|geologie|spital|chirurg|server|domeniu|banca|muzeu|maraton"
        "|stup|apicultor|recolta"
    ),
    "ja": (
        "レシピ|オーブン|大さじ|小さじ|料理|サラダ|スープ|チーズ|ワイン|食事|夕食|ミキサー|スムージー|サプリ|"
        "錠剤|カプセル|薬剤師|網膜|眼科|庭|土壌|肥料|陶芸|陶器|窯|炭焼き|瓦|屋根|鉱山|地質|病院|外科|"
        "サーバー|ドメイン|メール|銀行|博物館|養蜂|巣箱|収穫|温泉|湯治場"
    ),
    "ko": (
        "레시피|오븐|큰술|작은술|요리|샐러드|수프|치즈|와인|식사|믹서|스무디|영양제|보충제|알약|캡슐|약사|"
        "망막|안과|정원|토양|비료|도자기|옹기|가마|장인|기와|지붕|광산|지질|병원|외과|서버|도메인|이메일|"
        "은행|박물관|양봉|수확|온천"
    ),
    "zh": (
        "食谱|食譜|烤箱|汤匙|湯匙|茶匙|料理|沙拉|奶酪|红酒|晚餐|榨汁|奶昔|保健品|补充剂|補充劑|药片|胶囊|"
        "膠囊|药剂师|视网膜|視網膜|眼科|花园|土壤|肥料|陶器|陶瓷|窑|窯|瓦片|屋顶|屋頂|矿山|地质|医院|外科|"
        "服务器|伺服器|域名|邮件|郵件|银行|博物馆|养蜂|收割|打铁|铁匠|温泉"
    ),
}
