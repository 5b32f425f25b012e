"""The language server: what cnnlint knows of a file, in the editor, while it is written.

Nothing of it is imported before `cnnlint server` is called, and only `main` needs pygls.
"""
