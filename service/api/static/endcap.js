/* Endcap on a storefront: counts what was shown, seen and clicked, and fills slots that the
   page left empty. It keeps nothing in the browser, and when anything fails the page stays as it
   is. Put it in the head: <script src="…/storefront/endcap.js" defer></script>
   The script's own address says where the events go; data-events says otherwise. */
(() => {
  "use strict";
  const BATCH = 20;
  const PAUSE = 2000; // how long events are gathered
  const SEEN_FOR = 1000; // with half of the card in view
  const NEAR = "400px"; // a slot is filled when it is this close

  const script = document.currentScript;
  if (!script || !window.IntersectionObserver) return;
  const endpoint = script.dataset.events || new URL("../v1/events", script.src).href;

  const sets = {}; // by set id, as the events endpoint takes them
  const cards = new Map(); // card element -> {set_id, product, position}
  const unseen = new Set(); // card elements that wait to be viewable
  const timers = new Map(); // card element -> running timer
  let shop = "";
  let queue = [];
  let pause = 0;

  const quietly = (act) => (...args) => {
    try {
      return act(...args);
    } catch {
      return undefined; // a shop's page never breaks because of us
    }
  };

  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID(); // secure pages only
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  const consent = quietly(() => window.Shopify.customerPrivacy.analyticsProcessingAllowed());

  const post = (body) => {
    // A string goes as text/plain: no preflight, and it survives the page.
    if (navigator.sendBeacon && navigator.sendBeacon(endpoint, body)) return;
    fetch(endpoint, {
      method: "POST",
      body,
      mode: "no-cors",
      credentials: "omit",
      keepalive: true,
    }).catch(() => {});
  };

  const flush = quietly(() => {
    clearTimeout(pause);
    pause = 0;
    while (queue.length) {
      const events = queue.splice(0, BATCH);
      const ids = [...new Set(events.map((event) => event.set_id).filter(Boolean))];
      const said = { shop, consent: consent() === true, sets: ids.map((id) => sets[id]), events };
      post(JSON.stringify(said));
    }
  });

  const record = (kind, what) => {
    queue.push({ id: uuid(), kind, ...what, at: new Date().toISOString() });
    if (kind === "clicked" || queue.length >= BATCH) flush();
    else if (!pause) pause = setTimeout(flush, PAUSE);
  };

  const stop = (card) => {
    clearTimeout(timers.get(card));
    timers.delete(card);
  };

  const seen = quietly((card) => {
    stop(card);
    unseen.delete(card);
    watcher.unobserve(card);
    record("viewable", cards.get(card));
  });

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        if (intersectionRatio < 0.5 || document.hidden) stop(target);
        else if (!timers.has(target)) timers.set(target, setTimeout(seen, SEEN_FOR, target));
      }
    },
    { threshold: 0.5 },
  );

  /* A tab in the background is not seen: the second starts over when it comes back. */
  const restart = () => {
    for (const card of unseen) {
      stop(card);
      watcher.unobserve(card);
      watcher.observe(card);
    }
  };

  const adopt = quietly((section) => {
    const { shop: domain, article, slot, set, version, arm, products } = section.dataset;
    if (!set || section.dataset.endcap === "on") return;
    section.dataset.endcap = "on";
    shop = domain;
    sets[set] = {
      set_id: set,
      article: +article,
      slot,
      mapping_version: +version,
      arm,
      products: products.split(",").map(Number),
    };
    for (const link of section.querySelectorAll("a[data-product]")) {
      const { endcapUrl, product, position } = link.dataset;
      const card = link.closest("li") || link;
      // From here the script counts, so the link no longer goes by the counting redirect.
      if (endcapUrl) link.href = endcapUrl;
      cards.set(card, { set_id: set, product: +product, position: +position });
      record("rendered", cards.get(card));
      unseen.add(card);
      watcher.observe(card);
    }
  });

  const fill = async (slot) => {
    try {
      const answer = await fetch(slot.dataset.src, { credentials: "omit" });
      if (!answer.ok) return;
      const template = document.createElement("template");
      template.innerHTML = await answer.text();
      const section = template.content.querySelector("section[data-endcap][data-set]");
      if (!section || slot.firstElementChild) return;
      slot.append(section);
      adopt(section);
    } catch {
      // the slot stays empty
    }
  };

  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        fill(target);
      }
    },
    { rootMargin: NEAR },
  );

  const scan = quietly(() => {
    document.querySelectorAll("[data-endcap]").forEach(adopt);
    for (const slot of document.querySelectorAll("[data-endcap-slot][data-src]")) {
      if (!slot.firstElementChild) near.observe(slot);
    }
  });

  const handle = (link) => {
    const match = /\/products\/([^/?#]+)/.exec(link.pathname);
    return match && decodeURIComponent(match[1]);
  };

  const clicked = quietly((event) => {
    // Left, middle and Enter; a second click of a double click is not a second visit.
    if (event.button > 1 || event.detail > 1) return;
    const link = event.target.closest("a[href]");
    if (!link) return;
    const shown = cards.get(link.closest("li") || link);
    if (shown) {
      if (link.dataset.endcapUrl) record("clicked", shown);
      return;
    }
    const body = link.closest("[data-endcap-article]");
    const product = body && handle(link);
    if (!product) return;
    shop = shop || body.dataset.shop || (window.Shopify && window.Shopify.shop) || "";
    const article = +body.dataset.endcapArticle;
    if (shop) record("clicked", { hand_placed: true, article, product_handle: product });
  });

  const start = () => {
    addEventListener("click", clicked, true);
    addEventListener("auxclick", clicked, true);
    addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) flush();
      restart();
    });
    // A theme that inserts cards later, and Shopify's theme editor, say so.
    document.addEventListener("endcap:scan", scan);
    document.addEventListener("shopify:section:load", scan);
    scan();
  };

  if (document.prerendering) document.addEventListener("prerenderingchange", start, { once: true });
  else start();
})();
