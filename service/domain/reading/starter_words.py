"""Words that headings over other articles and products are put together from, by language, folded.

Such a heading has words of these lists alone, and two of them name what is led to, or say that it
is something else.
"""

from __future__ import annotations

LED_TO = (
    "article articles post posts read reads reading story stories product products guides blog"
    " journal magazine news picks favorites favourites bestsellers essentials look edit shop"
    " love loved enjoy enjoyed like liked interested interest"
    " artikel beitrag beitrage produkte produkt produktempfehlungen empfehlungen empfehlung lesen"
    " gelesen weiterlesen interessieren gefallen lesetipps magazin lesestoff favoriten lieblinge"
    " bestseller shoppen"
    " produits produit lecture lectures lire interesser plaire aimer aimerez selection favoris"
    " boutique"
    " articulos articulo entradas productos producto lecturas leer leyendo gustar interesar"
    " historias revista seleccion favoritos"
    " artigos artigo produtos produto materias leia ler lendo gostar interessar selecao"
    " artiklar artikeln inlagg inlagget produkter lasa laser las gilla gillar lasning blogg bloggen"
    " intressera favoriter"
    " articole articol articolul postari produse produs citeste citi citit interesa intereseze"
    " placea favorite"
)
"""Articles and products, and what one does with them."""

ELSE = (
    "more other others related similar latest recent popular recommended recommendations featured"
    " also next our further keep continue explore discover trending favorite favourite top new"
    " bestselling try shop mentioned used see loved"
    " mehr weitere andere anderen ahnliche unsere unser verwandte passende passend empfohlene"
    " neueste aktuelle beliebte auch interessant interessante ebenfalls nachste entdecke entdecken"
    " weiter davon noch"
    " nos notre autres autre aussi egalement plus decouvrez decouvrir similaires lies recents"
    " derniers populaires recommandes suivants ensuite encore poursuivez continuer"
    " otros otras otro otra mas tambien nuestros nuestras nuestro nuestra relacionados similares"
    " recientes populares recomendados destacados descubre explora ultimos ultimas sigue"
    " outros outras mais tambem nossos nossas recentes destaque descubra gostou continue veja"
    " fler mer andra ocksa aven vara liknande relaterade senaste populara rekommenderade nasta"
    " upptack"
    " alte mai mult multe noastre similare recente populare recomandate recomandari urmatoarele"
    " descopera exploreaza ultimele"
)
"""That it is something else, or more, or ours."""

BETWEEN = (
    "the a an this that these those you your ll might may will would in to from for on of and with"
    " it them is are we re here all up by at skincare beauty what"
    " der die das den dem des ein eine einen zu zum zur im auf aus von fur dich dir sie ihnen euch"
    " du ihr und konnte konnten diese dieser dieses dies mit bei hier alle alles wir uns thema"
    " le la les l un une des du de d ce cet cette ces pour par sur dans en avec et vous te t"
    " nous qui"
    " que peuvent peut pourraient pourrait au aux votre vos"
    " el los las una del al con por para y tu ti su este esta estos estas puede pueden podria"
    " podrian"
    " o os as um uma do da dos das no na nas em com voce se seu sua pode podem poderia"
    " det en ett i pa av till och dig vi din ditt dina kan kanske vill skulle som har denna detta"
    " cel cea cei cele din pe cu pentru si care ti va sa ar putea poate acest aceasta aceste s"
)
"""What stands between them."""

JOINED_LED_TO = (
    "記事 コラム 商品 アイテム 製品 ブログ 特集 글 기사 포스팅 콘텐츠 상품 제품 읽을거리 文章"
    " 阅读 内容 产品 商品 好物 专题 同款"
)
JOINED = (
    "おすすめ 関連 人気 新着 最新 他の ほかの その他の もっと 一覧 ランキング あわせて 合わせて"
    " 読みたい 次に 続けて 読む 見る を の も"
    " で お する この こちら はこちら チェック 今回 紹介した 登場した 使用した 使った あなたへの"
    " 추천 관련 인기 최신 다른 더 이 이런 함께 읽어보세요 읽어보기 보기 보면 좋은 확인해보세요"
    " 베스트 은 는 도 에서 소개한 사용한"
    " 보러가기 둘러보기"
    " 更多 相关 推荐 热门 最新 其他 精选 延伸 系列 往期 文中 本文 的 你 您 可能 也 还 会 喜欢"
    " 想看 感兴趣 为 看看 点击 查看"
)
"""The same of languages that put no spaces between words."""
