"""
Looks at a deployment and says in plain words what is missing, and who can mend it.

It changes nothing: it reads, or asks for things that cannot exist (an event with an
impossible id, a mail to nobody), where the answer to somebody without the right differs from
the answer to somebody who has it.
"""
