"""What stands where with a publication: what is next, what blocks it, who must do what, what changed, what was odd.

It is gathered once (`gathering`), in no language, and then said twice: on one screen, and on one page for a person who
opens it with a browser. Neither asks the network anything.
"""
