"""What themes write around an article, in the languages that are read; phrases parted by "|", where
"(a|b)" and "[ab]" are a choice and "?" says that what is before it may be missing.

Phrases are compared folded (see `folding`): without case, accents and hyphens. One stands for a
whole line, with little or nothing after it, unless its name says that it opens one.
"""

from __future__ import annotations

HOME = (
    "home|menu|search|skip to (main )?content|log ?in|sign in|wishlist|account|store locator"
    "|close|open menu|menue|suche|anmelden|merkliste|recherche|rechercher|se connecter|connexion"
    "|favoris|menu principal|buscar|iniciar sesion|favoritos|entrar|pesquisar|sok|logga in"
    "|favoriter|cauta|autentificare|favorite|meniu|メニュー|検索|お気に入り|메뉴|검색|찜|菜单"
    "|搜索|收藏夹|shop|blog|news|journal|magazine|all products|new in|sale|cart|my account|login"
    "|contact|about|about us|startseite|start|warenkorb|ratgeber|magazin|mein konto|uber uns"
    "|kontakt|angebote|accueil|boutique|panier|mon compte|a propos|nouveautes|promos|inicio"
    "|tienda|cesta|mi cesta|carrito|mi cuenta|novedades|ofertas|contacto|sobre nosotros|loja"
    "|carrinho|sacola|minha conta|novidades|sobre nos|contato|hem|startsida|butik|varukorg|kassa"
    "|nyheter|rea|mitt konto|om oss|kontakta oss|acasa|magazin online|cos|contul meu|noutati"
    "|oferte|despre noi|ホーム|トップ|トップページ|top|カート|カートを見る|マイページ|ログイン"
    "|新着|会社概要|お問い合わせ|홈|베스트|신상|이벤트|장바구니|마이페이지|로그인|고객센터|首页"
    "|主页|全部商品|购物车|我的账户|登录|新品|特惠|关于我们|联系我们"
)
"""First words of a path of pages, and entries that a menu has and a sentence has not."""

RELATED = (
    "fur (dich|sie) (empfohlen|ausgewahlt)|empfehlungen fur (dich|sie)|recommandes? pour vous"
    "|selectionnes? pour vous|nos (recommandations|coups de coeur)|recomendad[oa]s? para (ti|voce"
    "|usted)|recomandate? pentru (tine|dvs)|recomandarile noastre|(この記事|こちら|こんな記事"
    "|この商品)もおすすめ|往期(回顾|精选|文章)|往期推荐|为你推荐|为您推荐|related|related posts?"
    "|related articles?|related reading|related stories|related products?|related treatments?"
    "|related content|you may also like|you may like|you might also like|you might like"
    "|you may also enjoy|you might enjoy|read next|up next|what to read next|more to read"
    "|more reading|more articles|more posts|more stories|more products|more from the blog"
    "|more from our blog|more from the journal|more from this author|more like this|latest"
    "|latest news|latest posts?|latest articles?|latest stories|recent posts?|recent articles?"
    "|recommended for you|recommended reading|recommended products|recommended articles"
    "|recommended posts|popular posts?|popular articles?|popular treatments|popular products?"
    "|popular now|most popular|most read|trending|trending now|trending posts|featured products?"
    "|featured posts|featured articles|best ?sellers|our best ?sellers|new arrivals|shop (this|my"
    "|our) (routine|look|post|story)|keep reading|continue reading|shop the (story|article|post"
    "|look|routine)|products? (mentioned|featured|in this (article|post|story))"
    "|frequently bought together|customers also (bought|viewed)|people also (read|viewed|bought)"
    "|recently viewed|complete (the|your) (look|routine)|your cart( is empty)?|shopping cart"
    "|in your bag"
    # German
    "|das konnte (dich|sie|euch|ihnen|dir) auch (interessieren|gefallen)|(auch"
    "|ebenfalls) interessant|weitere (artikel|beitrage|themen|ratgeber)|ahnliche (artikel"
    "|beitrage|produkte)|verwandte (artikel|beitrage|themen|produkte)|mehr (artikel|beitrage"
    "|aus dem (blog|magazin))|mehr zum thema|beliebte (artikel|beitrage|produkte)|meistgelesene?"
    "|am meisten gelesen|neueste (artikel|beitrage)|aktuelle (artikel|beitrage)|neu im (blog"
    "|magazin|shop)|weiterlesen|zum weiterlesen|passende produkte|passend dazu|dazu passt"
    "|unsere (bestseller|empfehlungen)|produkte zum (artikel|beitrag)|kunden kauften auch"
    "|zuletzt angesehen|jetzt im trend|im trend|empfohlene (artikel|produkte)"
    # French
    "|vous aimerez (aussi|peut etre aussi|egalement)|vous pourriez (aussi )?aimer|cela (peut"
    "|pourrait) vous interesser|a lire (aussi|egalement|ensuite)|lire aussi|a decouvrir aussi"
    "|articles? (lies|similaires|recents|populaires|associes|connexes)|sur le meme (sujet|theme)"
    "|dans la meme (rubrique|categorie)|les plus lus|nos (best ?sellers|derniers articles)"
    "|derniers articles|produits (associes|similaires|recommandes|lies)|nos lecteurs ont aussi lu"
    "|a la une|plus d'articles|continuer la lecture|shoppez l'article"
    "|les clients ont aussi achete|en ce moment"
    # Spanish
    "|(tambien )?te (puede|podria) (interesar|gustar)|tambien te va a (interesar|gustar)|(quizas"
    "|tal vez) te (interese|guste)|(articulos|entradas|posts|contenidos|productos|notas"
    "|noticias) (relacionad[oa]s|recientes|populares|similares|destacad[oa]s|recomendad[oa]s)"
    "|lo mas (leido|visto|vendido)|los mas (leidos|vendidos)|mas (articulos|noticias)"
    "|seguir leyendo|sigue leyendo|ultim[oa]s (articulos|entradas|noticias)|leer tambien"
    "|lee tambien|compra el look"
    # Portuguese
    "|(posts|artigos|produtos|conteudos|materias|noticias) (relacionad[oa]s|recentes|populares"
    "|similares|recomendad[oa]s|em destaque)|voce (tambien|tambem) pode (gostar|se interessar)"
    "|(voce )?(pode|podera) (gostar|interessar)( tambem)?|talvez (voce )?goste"
    "|(as )?mais lid[oa]s|mais vendidos|mais artigos|continue lendo|leia tambem|veja tambem"
    "|ultim[oa]s (posts|artigos|noticias)|quem viu,? (tambem )?(viu|comprou)"
    # Swedish
    "|populart just nu|just nu|du kanske ocksa gillar|du kanske (ocksa )?(gillar"
    "|ar intresserad av)|relaterade? (inlagg|artiklar|artikel|produkter|lasning)"
    "|liknande (artiklar|inlagg|produkter)|mest lasta?|popular[at] (inlagg|artiklar|produkter)"
    "|senaste (inlaggen|inlagg|nytt|artiklarna|artiklar)|fler (artiklar|inlagg)|las (ocksa|mer"
    "|aven|vidare)|handla (inlagget|artikeln|looken)|vara (bastsaljare|favoriter)|bastsaljare"
    "|andra koper aven|rekommenderat for dig|rekommenderade (artiklar|produkter)|trendar nu"
    # Romanian
    "|(articole|postari|produse|stiri) (similare|recente|populare|recomandate|asemanatoare|conexe"
    "|inrudite)|(te|v|s)?-?(ar )?(te )?(ar )?putea (sa )?(te|va) intereseze"
    "|ti ar putea placea( si)?|s ar putea sa iti placa( si)?|te ar putea interesa( si)?"
    "|poate te intereseaza( si)?|cele mai (citite|populare|vandute|noi)( articole)?|citeste (si"
    "|in continuare|mai departe)|vezi si|mai multe articole|ultimele (articole|noutati)"
    # Japanese
    "|(この記事に)?関連(する)?(記事|商品|コラム|情報|ページ|リンク)?(一覧)?"
    "|あわせて読みたい(記事)?|合わせて読みたい(記事)?|こちらもおすすめ|こちらの記事もおすすめ"
    "|おすすめ(の)?(記事|商品|コラム|アイテム)|(人気|新着|最新|最近|注目)(の)?(記事|投稿|コラム"
    "|商品|ランキング)(ランキング|一覧)?|アクセスランキング|記事ランキング|よく読まれている記事"
    "|この記事を読んだ人はこちらも(読んで|見て)います|最近チェックした商品|この記事で(紹介した"
    "|使った)(商品|アイテム)|ピックアップ|次に読みたい(記事)?|売れ筋(ランキング)?"
    # Korean
    "|(관련|연관|추천|인기|최신|최근|다른|비슷한|많이 (본|읽은)) ?(글|기사|포스트|포스팅|상품"
    "|제품|콘텐츠|뉴스|게시글|게시물)( 더 ?보기| 목록)?|함께 (보면|읽으면|읽어보면) 좋은 (글|기사"
    "|콘텐츠)|함께 (본|구매한) 상품|이런 (글|상품|제품)은 어때요|이 글에서 소개한 (제품|상품)"
    "|더 읽어보기|더 읽을거리|지금 인기|실시간 인기|베스트 ?(상품|셀러)|이 카테고리의 다른 글"
    "|추천 ?글"
    # Chinese
    "|(相关|相關|推荐|推薦|热门|熱門|最新|更多|延伸|猜你喜欢的?)(阅读|閱讀|文章|资讯|推荐|產品"
    "|产品|商品|内容|帖子|话题)|猜你(还)?喜欢|你可能(还|也)?(会)?喜欢|您可能(还|也)?(会)?(喜欢"
    "|感兴趣)|大家都在看|大家还看了|看了又看|阅读排行|热门排行|热销(商品|产品|榜)|相关|文中(同款"
    "|提到的产品)|为你推荐|为您推荐"
)
"""Headings and lines over what is not the article: other articles, and things for sale."""

ADVERTISED = (
    "ads?|advert|advertisement|advertorial|sponsored|promoted|promotion|anzeige|werbung"
    "|gesponsert|publicite|pub|sponsorise|publicidad|anuncio|patrocinado|publicidade"
    "|anuncio publicitario|annons|reklam|sponsrad|publicitate|reclama|広告|スポンサー|pr|광고"
    "|협찬|广告|廣告|推广|赞助|black friday|cyber monday"
)
"""Stand alone, or before a colon, where something is for sale."""

SELLING = (
    "(in|from|now in) (our|the) shop|shop|free gift|gift with purchase|your gift|back in stock"
    "|out of stock|in stock|pre ?order|popular searches|trending (topics|searches)|top searches"
    "|(your|my) (cart|basket|bag)|giveaway|contest|watch|watch next|listen|video|podcast|press"
    "|quiz|(im|in unserem|neu im|aus dem) shop|geschenk|gratis dazu|wieder da|ausverkauft"
    "|gewinnspiel|beliebte suchen|suchbegriffe|dein warenkorb|dans (la|notre) boutique"
    "|en boutique|offert|cadeau|de retour en stock|rupture de stock|concours"
    "|recherches populaires|votre panier|en (la|nuestra) tienda|regalo|de regalo|agotado|sorteo"
    "|concurso|busquedas populares|tu cesta|na (nossa )?loja|brinde|esgotado|de volta ao estoque"
    "|sorteio|buscas populares|seu carrinho|i (butiken|var butik)|pa kopet|present|slut i lager"
    "|tavling|populara sokningar|din varukorg|in magazin|cadou|stoc epuizat|din nou pe stoc"
    "|concurs|cautari populare|cosul tau|プレゼント|キャンペーン|再入荷|在庫切れ"
    "|人気の?キーワード|人気検索ワード|動画|カートの中身|ショップ|사은품|증정|이벤트|재입고"
    "|인기 ?검색어|영상|동영상|장바구니|赠品|活动|补货|热门搜索|热搜|视频|抽奖|店铺"
)
"""Before a colon and what a shop would sell, give away or show."""

BOOKING = (
    "download (our|the|your) free|get the app|download the app|book (a|an|your|now)"
    "|request an appointment|schedule (a|an|your)|take (the|our) quiz|find your (match|shade"
    "|routine)|win a|win our|enter to win|earn points|buy one get one|subscribe and save"
    "|follow along on|(jetzt )?(termin|beratung|behandlung) (vereinbaren|buchen|anfragen)"
    "|jetzt termin|gewinne|mach das quiz|lade dir|jetzt herunterladen|(prendre"
    "|prenez) rendez vous|reservez|telechargez|gagnez|faites le test|(pide|reserva"
    "|solicita) (tu )?cita|descarga (nuestra|la|gratis)|gana un|haz el test|(agende|marque"
    "|agendar) (sua|uma|seu)|baixe (nosso|o|gratis)|concorra|faca o teste|boka (tid|konsultation"
    "|behandling)|ladda ner|vinn|gor testet|programeaza( te)?|programari|descarca|castiga"
    "|fa testul|ご予約|予約する|無料カウンセリング|ダウンロード|応募|診断する|(상담|진료"
    "|시술) ?예약|예약하기|다운로드|응모|앱 ?다운|预约|立即预约|在线咨询|下载app|点击下载"
    "|参与抽奖"
)
"""Open a short line that offers a treatment, a download or a prize."""

COMING = (
    "next week|last week|coming soon|coming up|up next|previously|in the next (issue|post"
    "|article)|nachste woche|letzte woche|demnachst|im nachsten (heft|beitrag|artikel)|zuletzt"
    "|vorschau|la semaine (prochaine|derniere)|prochainement|a venir|dans le prochain (article"
    "|numero)|la (proxima|pasada) semana|la semana (que viene|pasada)|proximamente"
    "|en el proximo (articulo|post)|na (proxima semana|semana passada)|semana que vem|em breve"
    "|no proximo (post|artigo)|nasta vecka|forra veckan|kommer snart|i nasta (inlagg|nummer)"
    "|saptamana (viitoare|trecuta)|in curand|in articolul urmator|来週|先週|次回(予告)?|前回"
    "|다음 ?(주|시간|편|회)|지난 ?(주|편|회)|下(周|期|回)(预告)?|上(周|期)|预告"
)
"""Before a colon and the name of another article."""

NEW = (
    "new|new in|just in|just launched|neu|neuheit|nouveau|nouveaute|nuevo|novedad"
    "|novo|novidade|nytt|nyhet|nou|noutate|新商品|新発売|新登場|신상품|신제품|출시|新品|上新"
)
"""Before a colon and the name of a product."""

AFFILIATED = (
    "(this|our) (post|article|page|blog post|story) (contains|includes|may contain|is sponsored"
    "|was sponsored|is in partnership)|contains affiliate|affiliate (links|disclosure)"
    "|sponsored by|in (collaboration|partnership) with|paid (partnership|promotion)|we may earn"
    "|(dieser|der) (beitrag|artikel) (enthalt|wurde gesponsert|entstand)|enthalt (affiliate"
    "|werbung|unbezahlte)|in (zusammenarbeit|kooperation) mit|cet article (contient des liens"
    "|est sponsorise|contient de la publicite)|(article|contenu) sponsorise|en partenariat avec"
    "|este (articulo|post|contenido) (contiene|esta patrocinado)|en colaboracion con"
    "|contenido patrocinado|este (post|artigo|conteudo) (contem|e patrocinado)|em parceria com"
    "|(inlagget|artikeln|detta inlagg) (innehaller|ar sponsrad)|i samarbete med"
    "|annons i samarbete|acest articol (contine|este sponsorizat)|in (parteneriat|colaborare) cu"
    "|(本|この)(記事|ページ)(に)?は(、)?(広告|プロモーション|アフィリエイト|pr)|当(サイト"
    "|記事)は(アフィリエイト|広告)|이 (포스팅|글)은|쿠팡 파트너스|소정의 (수수료|원고료)"
    "|협찬을 받아|본 (포스팅|콘텐츠)은|本文(含|包含|为)(广告|推广)|合作推广"
)
"""Open a line that says who paid."""

REVIEWED = (
    "ask a question|write a review|read (all )?reviews|based on|filed under|posted in|photo (by"
    "|courtesy|credit)|image (by|credit|courtesy)|photograph(y|ed)? by|foto(s)? von|bild von"
    "|(foto|fotos|imagen|imagem|fotografia|photo) (de|par|por)|foto av|fotografie de|verfasst von"
    "|ein (beitrag|artikel) von|text von|article (redige|ecrit|propose) par|un article de"
    "|texte de|articulo (de|escrito por)|texto de|artigo (de|escrito por)|artikel av|skrivet av"
    "|articol (de|scris de)|un articol de|abgelegt unter|classe dans|publie dans|archivado en"
    "|publicado em|arkiverat|postat i|publicat in|arhivat in|rezension schreiben|frage stellen"
    "|donner (mon|votre) avis|escribir una resena|hacer una pregunta|escrever (uma )?avaliacao"
    "|skriv (en )?recension|scrie o recenzie|レビューを書く|質問する|리뷰 ?(쓰기|작성)|상품 ?문의"
    "|写评论|写评价"
)
"""Open a line of what shoppers and photographers leave."""

STEPS = (
    "older|newer|previous|prev|next|alter|neuer|vorheriger?|nachster?|precedent|suivant|anterior"
    "|siguiente|seguinte|proximo|aldre|nyare|foregaende|nasta|anteriorul|urmatorul|前へ|次へ|이전"
    "|다음|上一个|下一个"
)
"""Lead to other articles, where an arrow stands beside them or both do."""

SEE_ALSO = (
    "don't miss|must reads?|also on the blog|on the blog|from the (blog|archive|journal)|archive"
    "|lesetipp|auch spannend|auch lesenswert|aus dem (archiv|blog|magazin)|nicht verpassen"
    "|a ne pas manquer|a lire sur le blog|sur le blog|dans nos archives|no te (lo )?pierdas"
    "|en el blog|del archivo|nao perca|no blog|do arquivo|missa inte|pa bloggen|fran arkivet"
    "|nu rata|pe blog|din arhiva|見逃せない|人気記事|新着記事|놓치지 마세요|인기 ?글|不要错过"
    "|往期(回顾|精选)|热门文章|猜你喜欢|related|read also|read next|see also|also read|read more"
    "|further reading|more on this|lies auch|lesen sie auch|auch lesen|siehe auch|mehr dazu"
    "|weiterlesen|mehr zum thema|a lire aussi|lire aussi|a lire egalement|voir aussi|a voir aussi"
    "|pour aller plus loin|lee tambien|leer tambien|lea tambien|ver tambien|vea tambien"
    "|mas sobre el tema|te puede interesar|tambien te puede interesar|leia tambem|veja tambem"
    "|leia mais|saiba mais|confira tambem|las ocksa|las aven|las mer|se ocksa|las vidare"
    "|citeste si|vezi si|citeste mai mult|mai multe|あわせて読みたい(記事)?"
    "|合わせて読みたい(記事)?|関連記事|関連ページ|こちらもどうぞ|参考記事|次の記事|前の記事"
    "|함께 (보면|읽으면) 좋은 글|함께 보기|관련 ?글|관련 ?기사|더 보기|더 읽기|이전 ?글|다음 ?글"
    "|相关阅读|相关文章|延伸阅读|推荐阅读|上一篇|下一篇|阅读更多|更多阅读"
)
"""Open a line that sends the reader elsewhere, before a colon."""

AUTHOR = (
    "about (us|me)|uber (uns|mich)|qui sommes nous|sobre (nosotros|mi|nos|mim)|om (oss|mig)"
    "|despre (noi|mine)|about (the|our) authors?|about the (writer|expert)|author|written by"
    "|meet the (author|expert)|uber (die|den) autor(in)?|zur autorin|zum autor|die autorin"
    "|der autor|a propos de (l'auteur|l'autrice|l'auteure)|l'auteur|l'autrice|sobre (el autor"
    "|la autora|o autor|a autora)|acerca del? (el )?(autor|la autora)|autor|autora"
    "|om (forfattaren|skribenten)|forfattare|despre (autor|autoare|autorul|autoarea)|(この記事"
    "|記事|コラム)(を書いた人|の執筆者|の著者|の監修者|監修)|執筆者|著者|監修者|監修医師"
    "|ライター(紹介)?|(글쓴이|작성자|저자|필자|에디터|감수자)( 소개| 정보)?|关于作者|作者(简介"
    "|介绍)|作者"
)

COMMENTS = (
    "what (our )?(readers|customers|clients) (say|are saying)|das sagen unsere kund(en|innen)"
    "|ce que disent nos client(e?)s|lo que dicen (nuestros|nuestras) client(e|a)s"
    "|o que dizem nossos clientes|お客様の声|고객 ?후기|用户评价|comments?|leave a (comment"
    "|reply)|post a comment|add a comment|join the (conversation|discussion)|replies|responses"
    "|(customer )?reviews|kommentare?|(schreibe?|hinterlasse?)(n sie)? einen kommentar"
    "|kommentar (hinterlassen|schreiben|verfassen)|kundenbewertungen|bewertungen|commentaires?"
    "|laisse[rz]? un commentaire|ajouter un commentaire|avis clients?|comentarios?"
    "|deja(r)? (un comentario|una respuesta)|anadir comentario|opiniones( de clientes)?"
    "|deixe (um comentario|uma resposta|seu comentario)|deixar comentario|avaliacoes|kommentarer"
    "|lamna (en kommentar|ett svar)|skriv en kommentar|recensioner|comentarii|lasa (un comentariu"
    "|un raspuns)|adauga un comentariu|recenzii|コメント(一覧|欄|を残す|する)?|口コミ|レビュー"
    "|댓글( ?달기| ?쓰기| ?남기기)?|후기|상품평|(评论|評論|留言|网友评论|最新评论|全部评论"
    "|发表评论|发表回复)(区)?"
)

CONTENTS = (
    "(table of )?contents|in this (article|post|guide)|on this page|jump to( section)?|inhalt"
    "|inhaltsverzeichnis|in diesem (artikel|beitrag)|auf dieser seite|sommaire|table des matieres"
    "|dans cet article|au sommaire|indice|contenidos?|tabla de contenidos?|en este articulo"
    "|indice de contenidos|sumario|neste (artigo|post)|conteudos?|innehall|innehallsforteckning"
    "|i den har artikeln|cuprins|in acest articol|目次|もくじ|この記事の(目次|内容)|목차|차례"
    "|目录|本文目录|文章目录"
)
"""Over a list of the article's own headings."""

REFERENCES = (
    "references?|sources?|citations?|bibliography|works cited|literature( cited)?|studies cited"
    "|further reading|footnotes|notes and references|references and further reading"
    "|scientific references|sources? and references|quellen(angaben|verzeichnis|nachweise?)?"
    "|literatur(verzeichnis|angaben|hinweise)?|einzelnachweise|fussnoten|studien"
    "|sources? et references|bibliographie|referencias( bibliograficas)?|bibliografia|fuentes"
    "|fontes|referencias e fontes|kallor|kallforteckning|referenser|referinte|surse|bibliografie"
    "|surse si referinte|参考文献|参考(資料|サイト|記事)|出典|引用元|引用文献|참고 ?문헌"
    "|참고 ?자료|출처|参考(文献|资料|來源|来源)|資料來源|资料来源|引用来源|文献"
)

DISCLAIMER = (
    "(medical |legal )?disclaimers?|medical notice|legal notice|haftungsausschluss|(medizinischer"
    "|rechtlicher) hinweis|avertissement( medical)?|mentions? legales?"
    "|clause de non responsabilite|aviso (legal|medico)|descargo de responsabilidad"
    "|isencao de responsabilidade|ansvarsfriskrivning|friskrivning|declinarea raspunderii"
    "|declinare de responsabilitate|免責事項|면책 ?(조항|고지|사항)?|免责声明|免責聲明|声明"
)

TAGS = (
    "tags?|tagged( with| in)?|filed under|posted in|categor(y|ies)|topics?|keywords?|labels?"
    "|schlagworter|schlagworte|kategorien?|themen|verschlagwortet mit|abgelegt unter|stichworte"
    "|etiquettes?|mots cles|categories?|classe dans|publie dans|etiquetas?|categorias?"
    "|palabras clave|archivado en|publicado en|palavras chave|marcadores|arquivado em|taggar"
    "|etiketter|kategori(er)?|nyckelord|etichete|categorii?|cuvinte cheie|タグ|カテゴリー?"
    "|キーワード|태그|카테고리|분류|키워드|标签|標籤|分类|关键词|关键字"
)
"""Open a line of tags, before a colon or before a list of them."""

SHARE = (
    "share|tweet|pin|pin it|facebook|twitter|pinterest|instagram|e ?mail|whatsapp|linkedin"
    "|telegram|reddit|tiktok|youtube|x|copy link|link copied|print|line|teilen|drucken|merken"
    "|partager|imprimer|compartir|imprimir|compartilhar|partilhar|dela|skriv ut|distribuie"
    "|シェア(する)?|ツイート(する)?|ポスト(する)?|この記事をシェア(する)?|はてなブックマーク"
    "|noteで書く|공유(하기)?|카카오톡( 공유)?|네이버|페이스북|트위터|url ?복사|링크 ?복사|스크랩"
    "|分享|分享(到|至|给)|微博|微信|朋友圈|转发|收藏|点赞|qq空间|小红书|抖音"
)
"""A line of these alone is a share bar."""

SHARE_OPENING = (
    "share (this|on|via|with)|(artikel|beitrag) teilen|jetzt teilen|teilen (sie )?(auf|diesen)"
    "|partage[rz] (sur|cet)|compart(ir|e|elo) (en|est[ea])|compartilh(ar|e) (no|na|est[ea])"
    "|dela (pa|inlagget|artikeln)|distribuie (pe|articolul)|この記事をシェア|分享(到|至)"
)
"""Open a short line that asks to share."""

SIGN_UP = (
    "line登録|line友だち|line公式|카카오 ?(톡 )?채널|플러스친구|subscribe|sign up|join our"
    "|join the (list|club|newsletter|community)|follow us|leave a comment|leave a reply"
    "|newsletter|our newsletter|get our newsletter|stay in the loop|stay in touch|never miss a"
    "|enter your e ?mail|your e ?mail address|notify me|be the first to"
    "|jetzt (zum newsletter )?anmelden|newsletter (abonnieren|anmeldung)|unser newsletter"
    "|zum newsletter|abonniere|abonnieren sie|melde dich|melden sie sich|folge uns|folgen sie uns"
    "|trage dich ein|deine e ?mail|inscrivez vous|inscris toi|abonnez vous|abonne toi|rejoignez"
    "|suivez nous|recevez nos|s'inscrire|votre (adresse )?e ?mail|suscribete|suscribase|apuntate"
    "|siguenos|unete a|tu correo|tu e ?mail|recibe nuestr|inscreva se|cadastre se|assine|siga nos"
    "|receba nossas?|seu e ?mail|prenumerera|anmal dig|folj oss|fa vart nyhetsbrev|din e ?post"
    "|skriv in din|aboneaza te|abonati va|inscrie te|urmareste ne|adresa ta de e ?mail"
    "|primeste noutati|メルマガ|メールマガジン|ニュースレター|無料会員登録|会員登録|お友達追加"
    "|公式line|フォローする|登録する|뉴스레터|구독|이메일 주소|카카오톡 채널 추가|회원가입"
    "|알림 ?받기|订阅|訂閱|关注我们|关注公众号|扫码关注|注册会员|输入您的邮箱|加入会员"
)
"""Open a short text that asks to be followed or written to."""

COOKIES = (
    "we use cookies|this (web)?site uses cookies|by continuing to (use|browse)"
    "|we value your privacy|accept (all|cookies)|cookie (settings|policy|preferences)"
    "|manage (cookies|preferences)|privacy policy|skip to (main )?content|(wir"
    "|diese (web)?seite) (verwenden|nutzen|nutzt|verwendet) cookies|cookie einstellungen"
    "|alle akzeptieren|datenschutz(erklarung)?|impressum|(nous|ce site) utilis(ons|e) (des"
    "|les) cookies|tout accepter|gerer les cookies|politique de confidentialite|(usamos"
    "|utilizamos|este (sitio|site) (web )?(usa|utiliza)) cookies|aceptar (todo|cookies)"
    "|aceitar (todos|cookies)|politica de (privacidad|cookies|privacidade)"
    "|vi anvander (oss av )?(cookies|kakor)|den har (webbplatsen|sidan) anvander|acceptera alla"
    "|integritetspolicy|folosim cookie|acest site foloseste|accepta toate"
    "|politica de confidentialitate|(当|本)?サイトでは(cookie|クッキー)|クッキー"
    "|プライバシーポリシー|(이|본|저희) (사이트|웹사이트)는 쿠키|쿠키|개인정보 ?처리방침"
    "|我们使用(cookie|cookies)|本(网)?站使用|隐私政策|接受所有"
)
"""Open a notice about cookies, or name a page that every shop has."""

ENDS = (
    "(back|return) to (all )?(articles|posts|stories|overview|top)|next (story|read)"
    "|previous story|prochain article|(siguiente|anterior|proximo) (articulo|entrada|post)"
    "|(artigo|post) anterior|proximo artigo|nastkommande artikel|(older|newer|previous"
    "|next) (posts?|articles?)|back to (the )?(blog|news|journal|magazine|articles)|(vorheriger?"
    "|nachster?|alterer?|neuerer?) (artikel|beitrag)|zuruck zum? (blog|magazin|ubersicht)"
    "|zur ubersicht|(article|billet) (precedent|suivant)|retour (au (blog|journal|magazine)"
    "|aux articles)|(entrada|articulo|publicacion) (anterior|siguiente)|volver al? (blog|revista)"
    "|(post|artigo) (anterior|seguinte)|proximo (post|artigo)|voltar (ao|para o) blog|(foregaende"
    "|nasta|aldre|nyare) (inlagg|artikel)|tillbaka till (bloggen|blogg|magasinet|artiklar)"
    "|(articolul|postarea) (anterior|anterioara|urmator|urmatoare|urmatoarea)|inapoi la (blog"
    "|articole)|(前|次|過去|新しい)の?(記事|投稿|ページ)(へ)?|(ブログ|コラム|記事)?一覧(へ"
    "|に)戻る|トップへ戻る|(이전|다음) ?(글|기사|포스트|게시글|게시물)|목록(으로"
    "|보기)?( 돌아가기)?|블로그로 돌아가기|(上|下)一(篇|页|頁)|返回(博客|列表|首页|文章列表)|(前"
    "|后)一篇"
)
"""Lines after which nothing is the article's; what follows them on their line may be a title."""

MORE = (
    "(read|learn|see|view|show) more|continue reading|read the (full )?(article|post|story)"
    "|read on|see all|view all|show all|load more|weiterlesen|mehr (lesen|erfahren|anzeigen)"
    "|alle ansehen|zum artikel|zum beitrag|lire (la suite|plus|l'article)|en savoir plus"
    "|voir plus|voir tout|tout voir|leer mas|seguir leyendo|ver mas|ver todo|saber mas|ler mais"
    "|leia mais|saiba mais|ver todos|ver mais|las (mer|hela inlagget)|visa (mer|alla)|se alla"
    "|citeste mai (mult|departe)|vezi (mai mult|toate)|afla mai multe|続きを読む|もっと見る"
    "|詳しく(はこちら|見る)|すべて見る|더 ?보기|자세히 ?보기|전체 ?보기|계속 읽기|阅读(更多|全文"
    "|原文)|查看(更多|全部|详情)|了解更多|展开全文"
)
"""Ends a teaser."""

CALLS = (
    "click here|shop (now|our|the|all|here)|buy (now|it|our|here)|add to (cart|bag|basket"
    "|wish ?list)|get yours|get it here|order (now|yours)|discover our|check out our|try our"
    "|see our|browse (our|all)|view (product|our)|explore our|find it here|quick (view|shop|add)"
    "|sold out|choose options|select options|jetzt (kaufen|shoppen|entdecken|bestellen|sichern)"
    "|in den (warenkorb|einkaufswagen)|zum (produkt|shop)|hier (kaufen|shoppen)|ausverkauft"
    "|acheter|decouvrez (notre|nos)|ajouter au panier|je (shoppe|decouvre|craque)|shoppez"
    "|compra(r)? (ahora|aqui|ya)|comprar|anadir (al carrito|a la cesta)|agregar al carrito"
    "|descubre nuestr[oa]s?|compre (agora|aqui|ja)|comprar? agora|adicionar (ao carrinho"
    "|a sacola)|garanta (o|a) (seu|sua)|handla (nu|har)|kop (nu|har)|lagg i (varukorg(en)?"
    "|kundvagn(en)?)|till produkten|cumpara (acum|de aici)|adauga in cos|comanda acum"
    "|descopera (gama|produsele)|カートに(入れる|追加(する)?)|購入(する|はこちら)"
    "|(ご)?購入はこちら|商品(を見る|ページへ|詳細)|今すぐ(購入|買う)|お買い物(を続ける)?|売り切れ"
    "|장바구니(에)? ?(담기|추가)|구매하기|바로 ?구매|지금 구매|구매하러 가기|품절|立即(购买|下单"
    "|抢购|选购)|加入购物(车|袋)|马上(购买|抢)|点击购买|去购买|去看看|已售罄|购买链接"
)
"""Open a call to buy."""

BYLINE = (
    "(posted|written|published|(medically |fact )?(reviewed|checked)|(last )?updated|edited) (by"
    "|on)|min(ute)?s? read|(veroffentlicht|aktualisiert|geschrieben|gepruft) (am|von)"
    "|zuletzt aktualisiert|(publie|ecrit|redige|mis a jour|relu|verifie) (le|par)|(publicado"
    "|escrito|actualizado|atualizado|revisado) (el|em|por)|(publicerad|skriven|uppdaterad"
    "|granskad) (den|av)|(publicat|scris|actualizat|verificat) (pe|de|la)"
)
"""Open a short line about who wrote it and when."""

FIELDS = (
    "photos?|image|picture|photo credits?|image credits?|foto|fotos|bild|bildnachweis"
    "|credit photo|photographie|imagen|imagem|fotografie|credito|写真|画像|撮影|사진|이미지|图片"
    "|图源|图|摄影|author|by|reading time|published|updated|lesezeit|autor(in)?|datum"
    "|temps de lecture|auteur|autrice|tiempo de lectura|tempo de leitura|autora|lastid|forfattare"
    "|skribent|timp de citi(re|t)|(公開|更新|投稿|掲載|最終更新|作成)日?|執筆|監修|著者|ライター"
    "|文|작성(자|일)|글쓴이|글|에디터|입력|수정|업데이트|발행일?|등록일?|읽는 ?시간|作者"
    "|文章?来源|来源|编辑|发布(时间|日期)|更新(时间|日期)|阅读(时间|时长|量)|责编|撰文"
)
"""Stand before a colon in such a line."""
