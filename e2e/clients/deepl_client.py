"""Uses the published client of DeepL as it is: texts, tags, languages, usage, documents and failures."""
import io
import sys

import deepl

base, key = sys.argv[1], sys.argv[2]
client = deepl.DeepLClient(key or "none", server_url=base)

print("sources:", [language.code for language in client.get_source_languages()])
targets = [language.code for language in client.get_target_languages()]
print("targets:", targets)
assert {"DE", "EN-GB", "EN-US"} <= set(targets)
usage = client.get_usage()
assert not usage.any_limit_reached, usage

result = client.translate_text("The report is due on Friday.", target_lang="DE")
print("text:", result.text, result.detected_source_lang, result.billed_characters)
assert "Freitag" in result.text and result.detected_source_lang == "EN"
several = client.translate_text(
    ["Der Bericht ist am Freitag fällig.", "Guten Morgen."],
    source_lang="DE",
    target_lang="EN-US",
    split_sentences=deepl.SplitSentences.NO_NEWLINES,
    formality=deepl.Formality.PREFER_LESS,
    preserve_formatting=True,
)
print("texts:", [one.text for one in several])
assert len(several) == 2 and "Friday" in several[0].text
html = client.translate_text(
    "<p>The <b>report</b> is due on <a href=\"x?a=1&amp;b=2\">Friday</a>.</p>", target_lang="DE", tag_handling="html"
)
print("html:", html.text)
assert html.text.startswith("<p>") and "<b>" in html.text and "x?a=1&amp;b=2" in html.text
xml = client.translate_text(
    "<doc><par id=\"1\">The <em>report</em> is due on Friday.</par><Empty/></doc>", target_lang="DE", tag_handling="xml"
)
print("xml:", xml.text)
assert xml.text.startswith("<doc><par id=\"1\">") and xml.text.endswith("</par><Empty/></doc>") and "<em>" in xml.text

page = b"<html><body><h1>Report</h1><p>The report is due on <b>Friday</b>.</p></body></html>"
out = io.BytesIO()
status = client.translate_document(page, out, target_lang="DE", filename="report.html")
print("document:", status.status, out.getvalue().decode())
assert status.done and "<b>Freitag</b>" in out.getvalue().decode()
try:
    client.translate_document(b"\x7fELF\x00\x01", io.BytesIO(), target_lang="DE", filename="report.docx")
    raise AssertionError("a program was accepted as a document")
except deepl.DocumentTranslationException as e:
    print("not a document:", e)

for what, call in {
    "formality": lambda: client.translate_text("Hello.", target_lang="DE", formality="more"),
    "glossary": lambda: client.translate_text("Hello.", source_lang="EN", target_lang="DE", glossary="some-id"),
    "language": lambda: client.translate_text("Hello.", target_lang="JA"),
    "broken XML": lambda: client.translate_text("<a>Hello.", target_lang="DE", tag_handling="xml"),
    "too large": lambda: client.translate_text("Hello. " * 20_000, target_lang="DE"),
}.items():
    try:
        call()
        raise AssertionError(what + " was accepted")
    except deepl.DeepLException as e:
        print(f"{what}: {e.http_status_code} {str(e)[:120]}")
        assert e.http_status_code == (413 if what == "too large" else 400), e
if key:
    try:
        deepl.DeepLClient("wrong", server_url=base).translate_text("Hello.", target_lang="DE")
        raise AssertionError("a wrong key was accepted")
    except deepl.AuthorizationException as e:
        print("wrong key:", e)
print("DeepL's client works")
