// Runs before the first paint, so that a chosen theme never flashes.
const chosen = (() => {
  try {
    return localStorage.getItem("endcap-theme");
  } catch {
    return null; // storage may be refused
  }
})();
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.dataset.theme = chosen || (dark ? "dark" : "light");
document.documentElement.classList.add("js");
