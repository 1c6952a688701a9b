"""Documents as files: written by us, judged by the official rules, set by typst."""
