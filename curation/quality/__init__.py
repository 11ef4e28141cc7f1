"""How complete and how fresh records are: what counts is said by their rooms, the rest is done here."""
