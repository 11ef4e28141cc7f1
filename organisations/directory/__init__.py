"""Bodies as public registries tell them, taken in as a whole: 100,000 names to find while typing.

    load([ror dump], by=curator)

`ror` reads what a registry gives into `bodies.Body`; `loading` puts these into tables of the session;
`statements` bring the register up to them, set by set, within one batch that can be taken back.
What people changed or deleted here stays as they left it: each field is compared with what the registry
told before.
"""
