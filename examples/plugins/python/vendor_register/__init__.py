"""Vendors and the reports on them: is each critical vendor covered by a report that somebody read?

`documents` and `table` turn files into values that know their place, `register` and `reports` turn
those into vendors and reports, `rules` asks one question each, `plugin` puts it together. Nothing
here knows of WebAssembly; `component.py` at the top does.
"""
