// What a page does beyond plain forms: htmx for edits in place, dragging, the theme, live messages.
import htmx from "htmx.org/dist/htmx.esm.js";
import Sortable from "sortablejs";

window.htmx = htmx;

function submit(form, value) {
  const button = document.createElement("button");
  Object.assign(button, { name: "do", value, type: "submit", hidden: true });
  form.append(button);
  form.requestSubmit(button);
  button.remove();
}

function sortable(list) {
  if (Sortable.get(list)) return;
  Sortable.create(list, {
    handle: "[data-handle]",
    animation: 150,
    onEnd({ item, oldIndex, newIndex }) {
      if (oldIndex !== newIndex) submit(list.closest("form"), `move:${item.dataset.product}:${newIndex}`);
    },
  });
}

const STARTS = {
  "[data-sortable]": sortable,
  "[data-submit-on-change]": (field) => {
    field.onchange = () => {
      const button = field.dataset.submitOnChange;
      field.form.requestSubmit(button ? document.getElementById(button) : undefined);
    };
  },
  "[data-legend]": (box) => {
    box.onchange = () => document.querySelectorAll(`mark.${box.dataset.legend}`)
      .forEach((mark) => mark.classList.toggle("is-off", !box.checked));
  },
  "[data-theme-toggle]": (button) => {
    button.onclick = () => {
      const root = document.documentElement;
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      button.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
      try {
        localStorage.setItem("endcap-theme", root.dataset.theme);
      } catch { /* kept for this page only */ }
    };
    button.setAttribute("aria-pressed", String(document.documentElement.dataset.theme === "dark"));
  },
  ".rail-nav [aria-current]": (link) => {
    const row = link.parentElement; // on a phone it is wider than the screen
    row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.clientWidth) / 2;
  },
  "img[data-thumb]": (image) => {
    const broken = () => {
      const initials = document.createElement("span");
      initials.className = image.className;
      initials.textContent = image.dataset.thumb;
      initials.ariaHidden = "true";
      image.replaceWith(initials);
    };
    if (image.complete && !image.naturalWidth && image.src) broken();
    image.onerror = broken;
  },
};

function start(root) {
  for (const [selector, begin] of Object.entries(STARTS)) root.querySelectorAll(selector).forEach(begin);
}

function say(text) {
  const live = document.getElementById("live");
  if (!live || !text) return;
  live.textContent = text;
  live.classList.add("is-shown");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => live.classList.remove("is-shown"), 4000);
}

start(document);
say(document.body.dataset.said);

// What is at the end of its list stays in the tab order, so that the focus is not lost; it does nothing.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[aria-disabled='true']")) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// A button that removes itself names what gets the focus after it, best first.
let next = [];
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("button[name]");
  if (button) next = button.dataset.next?.split("|") ?? [];
});

function focusNext() {
  const found = document.querySelector("[data-focus]") ?? next.map((selector) => document.querySelector(selector)).find(Boolean);
  next = [];
  if (found?.type === "search") found.value = ""; // what was looked for is found
  found?.focus();
}

// A form that leads to another page is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));

document.addEventListener("htmx:after:swap", () => {
  start(document);
  say(document.getElementById("said")?.dataset.said);
  focusNext();
});
document.addEventListener("htmx:error", () => say("That did not reach the server. Try again."));

// Our own faults say where they belong; the page of a proxy between us must not replace what is here.
document.addEventListener("htmx:before:swap", (event) => {
  const { response, hx } = event.detail.ctx;
  if (!response || response.status < 400 || hx?.retarget) return;
  event.preventDefault();
  say("That did not work. Try again in a moment.");
});
