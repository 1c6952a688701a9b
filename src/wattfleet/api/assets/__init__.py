"""The documentation page: plain HTML, CSS and script, from here and from no other host."""
