"""The service that waits and publishes: `berkala run`.

It knows no calendar of its own. At every look it asks `plan` what is due, as cron would: calendar minus receipts. So a
restart, a night without power, a clock that was put right or a second look change nothing but the hour. What comes
next is made ready beforehand in the private store, as it will be at its moment, and only switched in then.

The rule for what was missed: a release whose moment passed while the service was down is published as soon as it is up
again. One report's trouble holds no other one up; what cannot be published is called late in the public calendar.
"""
