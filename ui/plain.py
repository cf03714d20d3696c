"""A page without a script, for what is shown before a person is let in: it needs nothing but itself."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from starlette.responses import HTMLResponse

from index.article import Language
from ui.strings import say

_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; background: #faf8f3; color: #1c1a17; font: 17px/1.6 system-ui, "PingFang SC", "Microsoft YaHei",
  "Noto Sans CJK SC", sans-serif; }
main { max-width: 26em; margin: 12vh auto 0; padding: 0 20px; }
h1 { font: 700 30px/1.2 Georgia, "Noto Serif CJK SC", "Songti SC", SimSun, serif; margin: 0 0 1em;
  padding-bottom: 10px; border-bottom: 3px double; }
label { display: block; font-weight: 700; }
input, button { font: inherit; padding: 10px 12px; border: 1px solid #5d564a; border-radius: 3px;
  box-sizing: border-box; min-height: 46px; }
input { width: 100%; margin: 6px 0 4px; background: #fffdf8; color: inherit; }
button { background: #97291d; border-color: #97291d; color: #fff; font-weight: 700; padding: 10px 24px; }
:focus-visible { outline: 3px solid #2a6fb5; outline-offset: 2px; }
a { color: inherit; }
p { margin: 0 0 1em; }
.hint { color: #5d564a; }
[role=alert] { border-left: 4px solid #97291d; padding-left: 12px; font-weight: 700; }
@media (prefers-color-scheme: dark) {
  body { background: #171512; color: #ece6da; }
  input { background: #1e1b17; border-color: #b5ac9c; }
  button { background: #ec917c; border-color: #ec917c; color: #171512; }
  .hint { color: #b5ac9c; }
  :focus-visible { outline-color: #8fc1f5; }
}
"""
_SEAL = b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_SEAL}'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def plain_page(
    language: Language, body: str, status: int = 200, headers: dict[str, str] | None = None, head: str = ""
) -> HTMLResponse:
    """A page that holds `body`, which is HTML; nothing may keep it, and nothing in it may run."""
    lang = "zh-Hans" if language == "zh" else "en"
    title = say("title", language)
    page = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"{head}<style>{_STYLE}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    )
    kept = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", **(headers or {})}
    return HTMLResponse(page, status, kept)
