"""Words that tell what may be the name of an ingredient from what is none."""

from __future__ import annotations

import re

from service.domain.reading.folding import fold


def _words(*lines: str) -> frozenset[str]:
    return frozenset(fold(" ".join(lines)).split())


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(fold(name).split()) for name in text.split(","))


FUNCTION_WORDS = _words(
    "a an the this that these those it its they them their he she we our you your i my and or nor",
    "but if than then as at by for from in into of off on onto out over per to under up via with",
    "without within between about after again against all also am any are be because been before",
    "being below both can could did do does doing down during each even ever every few further",
    "had has have having here how is just like made make makes many may might more most much must",
    "no not now once one two three only other others own same several should so some such there",
    "through too until very was way well were what when where whether which while who whom whose",
    "why will would yes yet another anything something everything nothing else however instead",
    "rather use uses used using contain contains containing include includes including combine",
    "combines combined try apply applies add adds added choose look avoid avoids skip need needs",
    "love loves get gets find finds keep keeps know think see say says means called known help",
    "helps work works gives give take takes put start stop pick prefer want wants mix layer pair",
    "plus versus vs le la les un une des du de d l et ou mais avec sans pour par sur dans en est",
    "sont ce cette ces qui que quoi dont au aux plus moins tres comme si ne pas ni son sa ses",
    "leur leurs nos vos der die das den dem des ein eine einer eines einem einen und oder aber",
    "mit ohne fur von vom zu zum zur auf aus bei nach im in ist sind war wird werden nicht auch",
    "nur wie wenn als so es er sie wir ihr man sich dieser diese dieses kein keine mehr sehr",
    "durch gegen um enthalt enthalten el los las una unos unas del y o u pero con sin para por",
    "sobre en es son como mas muy que se su sus lo al este esta estos estas ni si no e ou os as",
    "um uma do da dos das no na nos nas com sem mas ao aos pelo pela seu sua mais menos ja nao",
    "sao och eller men utan for av pa till fran ar en ett den det de som inte ocksa bara kan sa",
    "om har si sau dar cu fara pentru din pe la este sunt ca nu mai un o ale al ai ii lor",
)
"""Of all languages that put spaces between words; a name that holds one of them is a phrase."""

EVERYDAY = _words(
    # what one uses
    "serum serums cream creams lotion lotions toner toners cleanser cleansers moisturiser",
    "moisturisers moisturizer moisturizers mask masks balm balms gel gels essence essences mist",
    "mists peel peels peeling scrub scrubs soap soaps shampoo shampoos conditioner conditioners",
    "sunscreen sunscreens sunblock foundation makeup concealer primer lipstick mascara powder",
    "product products formula formulas ingredient ingredients active actives treatment treatments",
    "skincare cosmetics routine routines sheet wipes wipe pad pads patch patches spray foam",
    "emulsion ointment ointments brush sponge towel towels device lamp laser microneedling botox",
    "filler creme cremes cremen seren masque lait baume savon produit produits lotionen reinigung",
    "maske crema cremas sueros suero mascarilla jabon producto productos ingredientes creme kram",
    "krem",
    # what one has, and is
    "skin face hair eyes eye lips lip neck hands body scalp cheeks forehead nose pores pore",
    "barrier acne rosacea eczema psoriasis dermatitis milia redness wrinkles wrinkle lines spots",
    "spot pigmentation hyperpigmentation melasma dryness dehydration irritation inflammation",
    "sensitivity breakouts breakout blackheads blackhead whiteheads pimples pimple scars scar",
    "texture tone glow radiance ageing aging sagging firmness elasticity hydration moisture sebum",
    "sweat dirt grime bacteria cells cell damage dullness flaking itching burning stinging",
    "peeling allergies allergy haut gesicht falten akne rotungen peau visage rides acne piel",
    "rostro arrugas pele rosto rugas hud ansikte rynkor piele fata riduri",
    # what happens around
    "sun sunlight uv light heat cold wind water sleep stress diet exercise sport food foods sugar",
    "dairy milk coffee tea wine alcohol smoking pollution hormones hormone genetics age time",
    "morning evening night nights day days week weeks month months year years winter summer",
    "spring autumn season weather air humidity temperature pregnancy breastfeeding medication",
    "medications doctor dermatologist pharmacist pharmacy shop store price money patience results",
    "result study studies research evidence science vitamins vitamin minerals mineral proteins",
    "protein amino acid acids oil oils extract extracts peptide peptides fragrance fragrances",
    "perfume perfumes parfum preservatives colour colours color colors dye dyes additives",
    "chemicals chemical antioxidant antioxidants humectant humectants emollient emollients",
    "occlusive occlusives exfoliant exfoliants exfoliation hydrator plants plant herbs fruit",
    "fruits vegetables nuts seeds butter butters wax waxes silicone silicones paraben parabens",
    "sulfate sulfates phthalates dye gluten latex lanolinalcohol steroids steroid antibiotics",
    "antibiotic gentle simple natural organic vegan clean safe effective good better best great",
    "new old big small high low right wrong true false important common popular different free",
    "soap-free fragrance-free oil-free comedogenic non dry oily sensitive combination normal",
    "mature young adult teenage men women antibacterial soothing calming hydrating brightening",
    "anti-inflammatory cooling healing",
)
"""What stands in lists beside ingredients and is none."""

VAGUE = _words(
    "essential natural facial face body hair cleansing excess skin baby babies vegetable plant",
    "carrier fatty amino organic pure mineral botanical herbal fruit gentle mild strong chemical",
    "exfoliating cooking bath massage beard cuticle dry light heavy rich active nucleic stomach",
    "battery crude motor fish face good best right other certain different such more less most",
    "own various many several some any every first second day night cold warm hot pressed raw",
    "virgin refined unrefined favourite favorite little leave rinse on off daily milder stronger",
    "weaker drops drop few percent cell stem natural-looking based mixed blended scented perfumed",
    "peptide acid oil extract butter weak combination single multiple long short new scalp salon",
    "professional medical cosmetic surface deep low high concentration ester free liquid powerful",
    "popular common alpha beta poly hydroxy exfoliant gras grasse acides corps visage cheveux",
    "vegetale vegetales essentielle essentielles esencial esenciales vegetal vegetales corporal",
    "facial essencial vegetais graso grasos graxo graxos gras grasi esential esentiale",
)
"""What may stand before "acid", "oil" or "extract" and names none of them."""

PARTS = _words(
    "leaf leaves seed seeds root roots fruit flower flowers bark peel kernel nut stem bud buds",
    "juice water ferment filtrate lysate protein germ bran wood husk sprout tree wort berry",
)
"""Of a plant: they go with its name, and are none by themselves."""

BRANDS = _names(
    "the ordinary,cerave,la roche posay,vichy,avene,bioderma,eucerin,nivea,neutrogena,cetaphil,"
    "paula's choice,the inkey list,drunk elephant,sunday riley,kiehl's,clinique,estee lauder,"
    "lancome,l'oreal,loreal,olay,garnier,la mer,shiseido,sk ii,cosrx,innisfree,laneige,"
    "some by mi,beauty of joseon,medik8,skinceuticals,dermalogica,murad,obagi,isntree,purito,"
    "klairs,missha,tatcha,glossier,weleda,caudalie,nuxe,uriage,sebamed,balea,isdin,sesderma,"
    "bepanthen,aquaphor,vaseline,differin,hada labo,byoma,elemis,clarins,dior,chanel,the body shop"
)
"""Well-known ones; those of a shop are given."""

INERT = _names(
    "aqua,water,eau,wasser,agua,vatten,aqua/water/eau,water/aqua,purified water,deionized water,"
    "glycerin,glycerine,glycerol,glycerin (vegetable),propanediol,butylene glycol,pentylene glycol,"
    "propylene glycol,hexylene glycol,caprylyl glycol,dipropylene glycol,ethylhexylglycerin,"
    "methylpropanediol,isopentyldiol,alcohol,alcohol denat.,alcohol denat,ethanol,"
    "denatured alcohol,benzyl alcohol,phenethyl alcohol,phenoxyethanol,chlorphenesin,"
    "sodium benzoate,potassium sorbate,sorbic acid,benzoic acid,dehydroacetic acid,"
    "sodium dehydroacetate,levulinic acid,sodium levulinate,anisic acid,sodium anisate,"
    "p anisic acid,hydroxyacetophenone,o cymen 5 ol,imidazolidinyl urea,diazolidinyl urea,"
    "dmdm hydantoin,methylisothiazolinone,methylchloroisothiazolinone,iodopropynyl butylcarbamate,"
    "sodium gluconate,triethoxycaprylylsilane,ethyl hexanediol,"
    "disodium edta,tetrasodium edta,edta,trisodium edta,sodium phytate,phytic acid,"
    "tetrasodium glutamate diacetate,trisodium ethylenediamine disuccinate,etidronic acid,"
    "tetrasodium etidronate,citric acid,sodium citrate,sodium hydroxide,potassium hydroxide,"
    "triethanolamine,tromethamine,aminomethyl propanol,arginine,sodium chloride,magnesium sulfate,"
    "sodium sulfate,calcium chloride,magnesium chloride,potassium chloride,sodium bicarbonate,"
    "disodium phosphate,sodium phosphate,hydrochloric acid,phosphoric acid,sodium bisulfite,"
    "sodium metabisulfite,sodium sulfite,parfum,fragrance,perfume,aroma,flavor,"
    "parfum (fragrance),fragrance (parfum),limonene,linalool,citronellol,geraniol,citral,eugenol,"
    "coumarin,farnesol,benzyl benzoate,benzyl salicylate,benzyl cinnamate,cinnamal,hexyl cinnamal,"
    "hydroxycitronellal,alpha isomethyl ionone,isoeugenol,anise alcohol,amyl cinnamal,"
    "butylphenyl methylpropional,cinnamyl alcohol,evernia prunastri,xanthan gum,carrageenan,"
    "gellan gum,guar gum,agar,algin,pectin,carbomer,sclerotium gum,acacia senegal gum,"
    "cellulose gum,hydroxyethylcellulose,hydroxypropyl methylcellulose,microcrystalline cellulose,"
    "cellulose,maltodextrin,dextrin,cyclodextrin,sorbitol,xylitol,erythritol,mannitol,glucose,"
    "fructose,sucrose,lactose,maltose,inositol,mica,silica,talc,kaolinite,tin oxide,"
    "iron oxides,alumina,aluminum hydroxide,barium sulfate,calcium aluminum borosilicate,"
    "synthetic fluorphlogopite,bismuth oxychloride,boron nitride,nylon 12,hydrated silica,"
    "cetyl alcohol,stearyl alcohol,cetearyl alcohol,behenyl alcohol,myristyl alcohol,"
    "arachidyl alcohol,oleyl alcohol,lauryl alcohol,octyldodecanol,stearic acid,palmitic acid,"
    "myristic acid,lauric acid,oleic acid,behenic acid,isostearic acid,arachidic acid,"
    "glyceryl stearate,glyceryl stearate se,sorbitan stearate,sorbitan oleate,lecithin,"
    "hydrogenated lecithin,cetearyl olivate,sorbitan olivate,cetearyl glucoside,"
    "arachidyl glucoside,coco glucoside,decyl glucoside,lauryl glucoside,caprylyl/capryl glucoside,"
    "cocamidopropyl betaine,coco betaine,sodium cocoyl isethionate,sodium laureth sulfate,"
    "sodium lauryl sulfate,ammonium lauryl sulfate,sodium coco sulfate,sodium lauroyl sarcosinate,"
    "disodium cocoamphodiacetate,sodium cocoamphoacetate,cocamide mea,caprylic/capric triglyceride,"
    "isopropyl myristate,isopropyl palmitate,isopropyl isostearate,ethylhexyl palmitate,"
    "ethylhexyl stearate,c12 15 alkyl benzoate,dicaprylyl carbonate,dicaprylyl ether,"
    "coco caprylate,coco caprylate/caprate,cetyl palmitate,cetyl esters,cetyl ethylhexanoate,"
    "isododecane,isohexadecane,undecane,tridecane,dodecane,hydrogenated polyisobutene,"
    "polyisobutene,polyglycerin 3,beheneth 25,steareth 21,steareth 2,ceteareth 20,laureth 7,"
    "laureth 23,ozokerite,paraffin,microcrystalline wax,synthetic wax,polyethylene,bht,bha,"
    "pentaerythrityl tetra di t butyl hydroxyhydrocinnamate,propyl gallate,nitrogen,butane,propane,"
    "isobutane,carbon dioxide,caramel,titanium dioxide,ci 77891,polysilicone 11,"
    "水,精製水,グリセリン,BG,DPG,ペンチレングリコール,エタノール,フェノキシエタノール,香料,"
    "キサンタンガム,カルボマー,EDTA-2Na,クエン酸,クエン酸Na,水酸化Na,水酸化K,安息香酸Na,"
    "ジメチコン,プロパンジオール,タルク,シリカ,コーンスターチ,メチルパラベン,エチルヘキシルグリセリン,"
    "정제수,글리세린,부틸렌글라이콜,프로판다이올,에탄올,페녹시에탄올,향료,잔탄검,카보머,"
    "에틸헥실글리세린,다이소듐이디티에이,펜틸렌글라이콜,다이프로필렌글라이콜,시트릭애씨드,"
    "水(aqua),甘油,丁二醇,丙二醇,戊二醇,乙醇,苯氧乙醇,香精,黄原胶,卡波姆,乙基己基甘油,"
    "EDTA二钠,柠檬酸,氢氧化钠,氢氧化钾,羟苯甲酯,山梨酸钾,苯甲酸钠,聚二甲基硅氧烷,双丙甘醇"
) | {"1,2 hexanediol", "1,2 ヘキサンジオール", "1,2 헥산다이올", "1,2 己二醇"}
"""What a formula needs to be one, whatever it is for."""

_INERT_KINDS = re.compile(
    r"^(?:ci ?\d|peg|ppg|polysorbate|polyquaternium|poloxamer|polyglyceryl|polyacryl|polymethyl"
    r"|poly c|acrylate|sodium acryl|sodium poly|ammonium acryl|steareth|ceteareth|laureth|oleth"
    r"|trideceth|pareth|c\d\d|fd&c|d&c|red \d|blue \d|yellow \d|ext |quaternium|nylon|sorbitan"
    r"|isoceteth|ceteth|carbomer|sd alcohol|isopropyl alcohol|butylated|natural flavou?r|sweetener"
    r"|saccharin|trihydroxystearin|sodium lauroyl|potassium coc|may contain|[+/\-± ]*$|\d[\d .%]*$)"
    r"|polymer|dimethicon|siloxane|methicone|silsesqui|silylate|trisiloxane|silicone|glycol\b"
    r"|paraben|acrylamide|acryloyl|laurate|oleate|stearate|palmitate\b"
    r"|myristate|caprylate|caprate|cocoate|glucoside|sarcosinate|taurate"
    r"|isethionate|betaine$|sulfosuccinate|triglyceride|glycerides?$|laureth|edta|phosphate$"
    r"|hydroxide$|chloride$|oxides?$|benzoate$|alkyl|alkane|cellulose|crosspolymer|starch"
    r"|edetate|sebacate|(?:ethyl|butyl) acetate|sulfonate|tallowate|palmate|biguanide|hydroxamic"
    r"|isosorbide|lactylate|dimethylamine|neopentanoate|polyisobut|resin$| gum$|シロキサン"
    r"|실록세인|コポリマー|copolymer|glyceryl|cetearyl|steardimonium|hectorite|bentonite$"
    r"|trimonium|amodimeth"
)


def is_inert(name: str) -> bool:
    """Whether the folded *name* is that of a base: a solvent, preservative, thickener, scent."""
    return name in INERT or _INERT_KINDS.search(name) is not None
