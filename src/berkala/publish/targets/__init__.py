"""Site targets beside the local folder, one module each, and what they share.

`programs` runs programs of the system and makes problems of what they complain of; `server` speaks with a machine by
SSH, for `rsync`; `git` is a branch that a host takes the site from; `archive` a ZIP file that a person uploads; `s3` a
bucket, whose files are sent with what `headers` says.
"""
