"""Content people author, loaded once, marked and shown; the only package that opens content/.

For other packages, and kept stable:
- `catalogue.load(folder, *, rule_key, now, instance) -> Catalogue`
- `Catalogue.courses`, `.course(key)`, `.module(key, language)`, `.item(module, item, language)`, `.problems`, `.rule`, `.game`
- `html.render_screen(screen, language, values) -> str` and `html.render(markdown, values, language) -> str`
- `marking.mark(item, response) -> Mark`
- `model.rules.SiteRule`, `rule_files.load(folder)`
"""
