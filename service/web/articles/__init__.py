"""The articles of a shop, and the page that explains one."""
