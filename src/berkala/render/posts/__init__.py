"""Posts: texts for networks, counted as each of them counts, and the page to share from."""

from __future__ import annotations

from berkala.render.posts.page import share_fragment
from berkala.render.posts.release import Image, Post, Posts, write_posts

__all__ = ["Image", "Post", "Posts", "share_fragment", "write_posts"]
