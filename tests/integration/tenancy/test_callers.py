"""Who may look across shops, each with its reason; nobody else does."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[3]

MAY = {
    "service/storage/system.py": "hears which shop a domain names, and who is installed",
    "service/storage/database.py": "asks whether the database answers",
    "service/storage/migrate.py": "changes tables",
    "service/auth/api_keys.py": "hears whose a key is",
    "service/auth/datastore.py": "looks up who signs in; a person may work on several shops",
    "service/auth/members.py": "lists the shops that whoever is signed in works on",
    "service/auth/shopify_people.py": "makes the account of who comes from a shop",
    "service/auth/users.py": "makes accounts, which are of no shop",
    "service/clients/shopify/tokens.py": "holds the lock of a domain, which may not be a shop yet",
    "service/usecases/accept_webhook.py": "hears whom a webhook is for, also when it is nobody",
    "service/usecases/install_shop.py": "makes the shop",
    "service/usecases/uninstall_shop.py": "hears which shop has left",
    "service/usecases/redact_shop.py": "erases the shop with all that names it",
    "service/usecases/run_jobs.py": "takes the oldest job, whosever it is",
    "service/usecases/store_segments.py": "stores events, which lie in files of all shops",
    "service/usecases/sweep.py": "looks after all shops",
    "service/usecases/serve_recommendations.py": "reads the generations of all shops each second",
    "service/usecases/check_readiness.py": "says whether all shops can be served",
    "service/cli/doctor.py": "looks at the whole run",
    "service/cli/shops.py": "lists every shop, also those that are not installed",
    "service/cli/sync.py": "asks whether workers live",
    "service/demo/setup.py": "makes the account of the demo, and its mark",
}


def test_nobody_else_looks_across_shops() -> None:
    found = {
        str(file.relative_to(ROOT))
        for room in ("service", "workers")
        for file in (ROOT / room).rglob("*.py")
        if ".system(" in file.read_text()
    }

    assert found <= set(MAY), "say why in MAY, or begin a transaction of the shop"
