"""``python -m service.cli``: the same as the ``endcap`` command."""

from service.cli import main

main()
