"""Our own frame around Gradio's page: Dutch, with the way out, the live region and the style sheet, and no one else's links."""

import re

from assistant.page import texts
from assistant.page.markup import escape

#: Where "Snel weg" goes: a page that anyone may have open.
NEUTRAL_PAGE = "https://www.buienradar.nl"

_HEAD = f"""
<title>{escape(texts.TITLE)}</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="./pagina/pagina.css">
<script src="./pagina/gedeeld.js"></script>
<script src="./pagina/pagina.js"></script>
<script src="./pagina/bron.js"></script>
<script src="./pagina/advieslijn.js"></script>
"""

_TOP = f"""
<a class="overslaan" href="#vraag">Naar het vraagvak</a>
<header class="kop">
  <div class="naam"><h1>{escape(texts.TITLE)}</h1><p>{escape(texts.SUBTITLE)}</p></div>
  <a id="snelweg" href="{NEUTRAL_PAGE}" rel="noreferrer">Snel weg<span class="vh">, verlaat deze pagina meteen</span></a>
</header>
<noscript><p class="misgegaan">Deze pagina werkt alleen met JavaScript. Wil je iemand spreken? Bel Veilig Thuis:
<a href="tel:08002000">0800-2000</a> (gratis, dag en nacht). Bij gevaar: bel <a href="tel:112">112</a>.</p></noscript>
"""

_BOTTOM = f"""
<aside id="bronpaneel" aria-labelledby="bronkop" hidden>
  <div class="paneelkop"><h2 id="bronkop" tabindex="-1">{escape(texts.SOURCE_HEADING)}</h2>
  <button type="button" class="sluit-bron">{escape(texts.CLOSE)}</button></div>
  <div id="bronvak"></div>
</aside>
<section aria-label="{escape(texts.LOOKUP_LABEL)}">
  <ul id="voorstellen" role="listbox" aria-label="{escape(texts.LOOKUP_LABEL)}" hidden></ul>
</section>
<div id="storing" role="alert"></div>
<div id="voorlezen" class="vh" role="status"></div>
"""


def rewrite_page(html: str, nonce: str) -> str:
    """Gradio's page in our frame; every script in it carries the nonce."""
    html = re.sub(r'<html\s+lang="en"', '<html lang="nl"', html, count=1)
    html = re.sub(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*', "", html)
    html = re.sub(r'<link rel="manifest"[^>]*>\s*', "", html)
    html = re.sub(r",\s*shrink-to-fit=no", "", html)
    html = re.sub(r'(<meta charset="utf-8"\s*/?>)', lambda m: m[1] + _HEAD, html, count=1)
    html = re.sub(r"<body([^>]*>)", lambda m: f'<body id="pagina"{m[1]}{_TOP}', html, count=1)
    html = html.replace("</body>", _BOTTOM + "</body>", 1)
    return re.sub(r"<script(?=[\s>])", f'<script nonce="{nonce}"', html)
