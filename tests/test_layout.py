"""How pages hold together: links that are one run of text, ways at the top of an edition, posts told once."""

from __future__ import annotations

import re

from berkala.compose.frame import Links
from berkala.render.posts.page import NetworkBlock, PostBlock, _breaking, _joined
from berkala.words import Sentence, Span
from lake import bundle
from publications import REPOSITORY

SHEET = (REPOSITORY / "templates/theme/assets/berkala.css").read_text(encoding="utf-8")
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
#: What ends in a link, a button or the head of something folded, and holds words.
_RUN = re.compile(r"(\ba|summary|\.btn|\.band)$")
#: Their words have an element of their own beside a drawing.
_PARTED = {".agency"}


def test_no_link_or_button_parts_its_words_from_its_numbers() -> None:
    faults = [
        one.strip()
        for selectors, told in _RULE.findall(SHEET)
        if re.search(r"display:(inline-)?(flex|grid)", told)
        for one in selectors.split(",")
        if _RUN.search(one.strip()) and one.strip() not in _PARTED
    ]
    assert faults == []


def test_what_is_hidden_is_hidden_however_it_is_laid_out() -> None:
    assert "[hidden]{display:none!important}" in SHEET


def test_an_address_breaks_after_its_slashes_alone() -> None:
    said = Sentence((Span("See 1/2, "), Span("https://data.example/water/2022-03/", role="name"), Span(" <or> a/b")))
    assert str(_breaking(said)) == (
        'See 1/2, <span data-role="name"><span class="adr">'
        "https://data.example/<wbr>water/<wbr>2022-03/</span></span> &lt;or&gt; a/b"
    )


def test_what_is_to_be_copied_from_the_share_page_is_selected_whole() -> None:
    assert ":is(#cards,#posts,#link) .cite{-webkit-user-select:all;user-select:all}" in SHEET


def test_networks_with_the_same_posts_are_told_once_with_each_count() -> None:
    def network(title: str, text: str) -> NetworkBlock:
        counted = (Sentence.plain(f"as {title} counts"),)
        return NetworkBlock((title,), (PostBlock("The release", _breaking(Sentence.plain(text)), counted, None, None),))

    made = _joined([network("A", "x"), network("B", "y"), network("C", "x")])
    assert [one.titles for one in made] == [("A", "C"), ("B",)]
    assert [said.text for said in made[0].posts[0].counted] == ["as A counts", "as C counts"]


def test_a_part_of_an_edition_in_pieces_is_whole_and_each_piece_is_known_as_its_own() -> None:
    links, made = Links("../", ""), bundle("2020-12", "2021-01-10T09:00", ("en",))
    whole = Links("../", "").fragment(made, "edition", "en")
    middle = str(whole)[len(whole) // 2 :][:12]
    pieces = links.pieces(made, "edition", "en", middle, "<nothing of the kind>")
    assert "".join(pieces) == whole
    assert pieces[1].startswith(middle)
    assert pieces[2] == ""
    assert [part.html for part in links.parts] == [str(piece) for piece in pieces if piece]
