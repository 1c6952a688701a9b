"""The composition root: `run` first; `house` is what is open, `doors` lets in, `clockwork` runs by itself."""
