#!/usr/bin/env bash
# Shopify's own look at the app, as committed: `npm ci` here first. It asks nothing of the network,
# and it writes a folder of reports beside what it looks at, so it is given a copy.
set -euo pipefail
cd "$(dirname "$0")"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git -C ../.. archive HEAD | tar -x -C "$copy"
doctor() {
  SHOPIFY_CLI_NO_ANALYTICS=1 node_modules/.bin/node node_modules/@shopify/cli/bin/run.js \
    app doctor --json --skip-instructions --blocking medium --path "$copy" >"$copy/findings.json"
}
if ! doctor; then
  cat "$copy/findings.json"
  exit 1
fi
# A doctor that found nothing to look at would be pleased as well: it has to miss what is taken away.
sed -i '/compliance_topics/d' "$copy/shopify.app.toml"
if doctor; then
  echo 'The doctor does not look: it misses no webhooks for compliance.' >&2
  exit 1
fi
echo 'Nothing that Shopify blocks.'
