"""Uses the published client of LibreTranslate as it is, and plain requests for the endpoints that it lacks."""
import json
import sys
import urllib.error

import requests
from libretranslatepy import LibreTranslateAPI

base, key = sys.argv[1], sys.argv[2] or None
client = LibreTranslateAPI(base, api_key=key)

print("languages:", client.languages())
assert {"en", "de"} <= {language["code"] for language in client.languages()}
print("detect:", client.detect("Der Bericht ist am Freitag fällig, und er hat zwei Teile."))
assert client.detect("Der Bericht ist am Freitag fällig, und er hat zwei Teile.")[0]["language"] == "de"
translated = client.translate("The report is due on Friday.", "en", "de")
print("translate:", translated)
assert "Freitag" in translated
assert "Friday" in client.translate("Der Bericht ist am Freitag fällig.", "auto", "en")
try:
    client.translate("Good morning.", "en", "xx")
    raise AssertionError("a language that no model serves was accepted")
except urllib.error.HTTPError as e:
    error = json.load(e)
    assert e.code == 400 and list(error) == ["error"], error
    print("unknown language:", error)

auth = {"api_key": key} if key else {}
html = "<p>The <b>report</b> is due on <a href=\"https://example.org/?a=1&amp;b=2\">Friday</a>.</p>"
answer = requests.post(f"{base}/translate", json={"q": [html, "<br>"], "source": "auto", "target": "de", "format": "html", **auth})
print("html:", answer.json())
assert answer.status_code == 200, answer.text
first = answer.json()["translatedText"][0]
assert first.startswith("<p>") and first.endswith("</p>") and "<b>" in first and "?a=1&amp;b=2\">" in first
assert answer.json()["detectedLanguage"][0]["language"] == "en"

answer = requests.post(
    f"{base}/translate_file",
    data={"source": "en", "target": "de", **auth},
    files={"file": ("report.html", f"<html><body>{html}</body></html>")},
)
print("file:", answer.json())
assert answer.status_code == 200, answer.text
file = requests.get(answer.json()["translatedFileUrl"], headers={"X-Api-Key": key} if key else {})
assert file.status_code == 200 and "Freitag" in file.text, file.text
print(file.text)
settings = requests.get(f"{base}/frontend/settings").json()
assert settings["keyRequired"] == bool(key) and ".docx" in settings["supportedFilesFormat"]
assert requests.get(f"{base}/health").json() == {"status": "ok"}
if key:
    try:
        LibreTranslateAPI(base, api_key="wrong").translate("Good morning.", "en", "de")
        raise AssertionError("a wrong key was accepted")
    except urllib.error.HTTPError as e:
        assert e.code == 403, e.code
print("LibreTranslate's client works")
