"""From a table as people have it to rows of the register.

`heads` finds what each column of the file is; `sheets` says which columns a model takes; `cells` reads
texts into values; `matching` finds the rows that are meant; `writing` writes many at once and finds those
that the database refuses; `engine` leads all rows of a file through these. `jobs` keeps a file on its way.
No room is known here: what a model needs is told in its description (`descriptions.Importing`).
"""
