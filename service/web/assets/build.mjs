// Writes ../static: one stylesheet, two scripts, the font, named after their content, and the
// manifest that the templates read; and ../layout/icons.html. Run: npm ci && node build.mjs
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { buildSync } from "esbuild";

const STATIC = "../static";
const manifest = {};

function keep(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const kept = `${basename(name, extname(name))}.${digest}${extname(name)}`;
  writeFileSync(join(STATIC, kept), content);
  manifest[name] = kept;
  return kept;
}

function styles(font) {
  const folder = mkdtempSync(join(tmpdir(), "endcap-"));
  const out = join(folder, "app.css");
  execFileSync("npx", ["@tailwindcss/cli", "-i", "app.css", "-o", out, "--minify"], { stdio: "pipe" });
  const css = readFileSync(out, "utf8").replaceAll("__INTER__", font);
  rmSync(folder, { recursive: true });
  return css;
}

function script(entry) {
  const built = buildSync({
    entryPoints: [entry], bundle: true, minify: true, write: false, target: "es2022",
    format: "iife", legalComments: "none",
  });
  return built.outputFiles[0].text;
}

const ICONS = [
  "arrow-down", "arrow-left", "arrow-right", "arrow-up", "ban", "check", "chevron-right", "circle-check",
  "circle-help", "clock", "eye", "eye-off", "external-link", "file-text", "flask-conical", "git-compare-arrows", "grip-vertical",
  "history", "house", "image-off", "info", "list-checks", "log-out", "moon", "pause", "pencil", "pin", "pin-off", "play", "plus",
  "search", "send", "settings", "sun", "trash-2", "triangle-alert", "undo-2", "x",
];

function icons() {
  const shapes = ICONS.map((name) => {
    const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `  ${JSON.stringify(name)}: '${inner.trim().split("\n").map((line) => line.trim()).join("")}',`;
  });
  return [
    "{# Written by assets/build.mjs. Icons of Lucide (ISC), drawn in the colour of the text. #}",
    "{% set shapes = {", ...shapes, "} %}",
    '{% macro icon(name, class="") -%}',
    '<svg class="icon {{ class }}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{{ shapes[name] | safe }}</svg>',
    "{%- endmacro %}", "",
  ].join("\n");
}

const SHIPPED = { "htmx.org": "LICENSE", sortablejs: "LICENSE", daisyui: "LICENSE", tailwindcss: "LICENSE",
  "lucide-static": "LICENSE", "@fontsource-variable/inter": "LICENSE" };

function licences() {
  return Object.entries(SHIPPED).map(([name, file]) => {
    const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
    const text = readFileSync(`node_modules/${name}/${file}`, "utf8").trim();
    return `${name} ${version} (${license})\n${"=".repeat(60)}\n${text}\n`;
  }).join("\n\n");
}

mkdirSync(STATIC, { recursive: true });
for (const old of readdirSync(STATIC)) rmSync(join(STATIC, old));
writeFileSync("../layout/icons.html", icons());
const font = keep("inter.woff2",
  readFileSync("node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"));
keep("app.css", styles(font));
keep("app.js", script("app.js"));
keep("theme.js", script("theme.js"));
keep("mark.svg", readFileSync("mark.svg"));
writeFileSync(join(STATIC, "LICENSES.txt"), licences());
writeFileSync(join(STATIC, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
