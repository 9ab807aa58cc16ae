"""Posts: texts for networks, counted as each of them counts, and the page to share from.

`writing` makes the posts of an edition, `parts` what goes into them by their purpose, `filling` the templates and what
they leave out, `counting` the lengths, `pictures` the card of each, `networks` the limits, `page` the share page.
"""

from __future__ import annotations

from berkala.render.posts.page import share_fragment
from berkala.render.posts.post import Image, Post, Posts
from berkala.render.posts.writing import write_posts

__all__ = ["Image", "Post", "Posts", "share_fragment", "write_posts"]
