import base64
import json
import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright._impl._driver import compute_driver_executable

from awards.entries.words import count_words

SCRIPT = Path(__file__).parents[3] / "awards" / "static" / "words.js"

COUNTED = [
    ("", 0),
    ("  \n\t ", 0),
    ("خدمة", 1),
    ("وبالخدمات للمستفيدين", 2),  # attached prefixes
    ("و الخدمة", 2),  # written apart, counted apart
    ("الخـــدمة ـــ الإلكترونية", 2),  # tatweel is no word
    ("الخدمةُ مُتاحَةٌ على مَدارِ السّاعة", 5),
    ("نعم، لا؛ «ربما»؟ — !", 3),
    ("خفّضنا الوقت من 12 يومًا إلى ٣ أيام (٩٧٪)", 9),
    ("بلغ ٤٬٥٠٠ طلب و3.5 ساعة", 5),
    ("a well-known follow-up", 3),
    ("the agency's users don't", 4),
    ("the agency’s users", 3),
    ("2010-2015 and 2010–2015", 4),  # a dash parts, a hyphen joins
    ("end.Next word", 3),
    ("and/or 1/2", 3),
    ("at 12:30, 1,234.56 SAR", 4),
    ("moh.gov.sa", 3),
    ("G2C COVID-19 m² ½", 4),
    ("-- ' .5 5. -x- 'quoted'", 4),
    ("e--mail", 2),
    ("zero\u200bwidth right\u200fmark soft\u00adhyphen", 3),
    ("نص\u00a0ملتصق", 2),
    ("cafe\u0301 naïve", 2),
    ("👍🏽 😀", 0),
]


def count_in_node(texts: list[str]) -> list[int]:
    node, _ = compute_driver_executable()  # the one that the browser tests bring along
    module = base64.b64encode(SCRIPT.read_bytes()).decode()
    program = (
        f"import {{ countWords }} from 'data:text/javascript;base64,{module}';"
        "let s = ''; for await (const c of process.stdin.setEncoding('utf8')) s += c;"
        "console.log(JSON.stringify(JSON.parse(s).map(countWords)));"
    )
    done = subprocess.run(
        [node, "--input-type=module", "--eval", program],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(("text", "words"), COUNTED)
def test_the_words_of_a_text(text, words):
    assert count_words(text) == words


def test_the_browser_counts_as_the_server_does():
    """On the table, and on 4,000 random texts over the characters that the rule names."""
    alphabet = "abé12٣²خدمةـَ \n-‐‑'’.,:/٫٬–—،؛«»٪%_\u200b\u200f\u00ad\u00a0\u0301😀"
    chance = random.Random(1431)
    texts = [text for text, _ in COUNTED]
    texts += ["".join(chance.choices(alphabet, k=chance.randrange(1, 16))) for _ in range(4000)]
    assert count_in_node(texts) == [count_words(text) for text in texts]


@given(
    st.lists(st.text(alphabet="abcخدمةوبل019", min_size=1)),
    st.sampled_from([" ", "\n", "، ", " - ", ". ", "–"]),
)
def test_as_many_words_as_were_put_together(words, between):
    assert count_words(between.join(words)) == len(words)


@given(st.text(), st.text())
def test_texts_put_side_by_side_add_up(left, right):
    assert count_words(left + "\n" + right) == count_words(left) + count_words(right)
