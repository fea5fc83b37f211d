"""The page that loads data, in parts: the file, its columns and labels, what is asked, preview, history, links."""
