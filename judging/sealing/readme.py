"""The text that lies in every file of sealed results: how to check it."""

TEXT = """نتائج مختومة
============

في هذا الملف نتائج دورة من دورات الجائزة كما خُتمت: معايير التحكيم وأوزانها، وبطاقات المحكّمين بأسماء رمزية، وما حُسب منها،
والقرارات ومن اتخذها واعتمدها، وموضعها من سجل التدقيق، والتوقيع. ولا يظهر فيه اسم صاحب مشاركة إلا من نال مركزًا.
وفيه ما كتبه المحكّمون، فلا يُطلع عليه إلا من يحق له الاطلاع على بطاقاتهم.

للتحقق منه لا يلزم إلا البرنامج «تحكيم»، دون قاعدة بيانات ولا إعدادات:

    tahkim verify sealed.zip --key بصمة-المفتاح --checkpoint نقطة-تحقق.json

يعيد الأمر حساب كل شيء من البطاقات، ويقارن البصمات والسجل والتوقيع، ويذكر ما ثبت وينتهي بالرمز 0، أو يسمي أول ما لا يثبت وينتهي
بالرمز 1. ولا يثبت مصدر الملف إلا ببصمة المفتاح وبنقطة تحقق محفوظتين خارج الجهة. وإيصال المحكّم يُبحث عنه هكذا:

    tahkim verify sealed.zip --receipt الإيصال


Sealed results
==============

This file holds the results of one cycle of the award as they were sealed: the rubrics and their weights, the judges' sheets under
pseudonyms, what was counted from them, the decisions and who took and approved them, where they stand in the audit log, and the
signature. It names nobody who entered but those who were given a place. It holds what judges wrote: show it only to those who may
read their sheets.

Checking it takes the program Tahkim and nothing else, no database and no settings:

    tahkim verify sealed.zip --key FINGERPRINT --checkpoint CHECKPOINT.json

works everything out again from the sheets, compares digests, log and signature, prints what holds and ends with 0, or names the
first thing that does not hold and ends with 1. Where the file comes from is proved only by the key's fingerprint and a checkpoint
that were kept outside. A judge finds the sheet of a receipt by

    tahkim verify sealed.zip --receipt RECEIPT

What lies in here
  README.txt        this text
  rubrics.json      criteria, weights and scales, by version
  sheets.json       every sheet as it was lodged, with its receipt and salt
  results.json      the method, totals, ranks and tie-breaks
  decisions.json    places, reasons, who decided and approved; who opened and published
  events.json       the events of the audit log that these rest on
  chain.txt         number and digest of every event up to the sealing
  checkpoint.json   the last of them, signed
  manifest.json     SHA-256 of each of these, the version, and the one that it replaces
  signature.json    Ed25519 over manifest.json

A receipt is SHA-256 over the salt (32 bytes) and the sheet as canonical JSON: sorted keys, no blanks, UTF-8. An event's digest is
SHA-256 over the digest before it, a line feed and the event as canonical JSON (without its number).
"""
