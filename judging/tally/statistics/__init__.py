"""What lodged totals say of entries and judges: pure functions of numbers, without a database or a page.

`design` is what was read by whom; `official` the adjusted scores; `both_random` and `chances` how sure they are;
`reliability` how far the panel agreed; `signs` what deserves a second look; `tallied` puts it all together.
"""
