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

document.addEventListener("htmx:after:swap", () => {
  start(document);
  say(document.getElementById("said")?.dataset.said);
  document.querySelector("[data-focus]")?.focus();
});
document.addEventListener("htmx:error", () => say("That did not reach the server. Try again."));
