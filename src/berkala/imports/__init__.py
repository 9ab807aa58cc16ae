"""imports: whole collections of other systems, read into one typed collection each, with an account.

On the top floor, beside `cli` and `init`: it uses the rooms' readers, and no room knows of it. What is read here
is material from outside. Nothing of it is lost without a line in the account (DESIGN: Nothing silent).
"""
