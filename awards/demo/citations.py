"""What the demo's jury says of its winners: the two criteria in which each stood out, by its own points."""

from fractions import Fraction

from judging.rubrics.scale import Scale
from judging.tally.document import CategoryTally

STRENGTHS = {
    "G2C": {
        "benefits": (
            "لوقت وعناء رُفعا عن المستفيد وقيسا قبل الخدمة وبعدها",
            "for time and trouble taken off people, measured before and after",
        ),
        "process": (
            "لإجراء حُذفت خطواته الزائدة قبل أن يُرقمن",
            "for a procedure that lost its needless steps before it went online",
        ),
        "channels": (
            "لقنوات متعددة يكمل المستفيد في إحداها ما بدأه في الأخرى",
            "for channels in which people can finish here what they began there",
        ),
        "maturity": (
            "لخدمة تكتمل من الطلب إلى النتيجة دون مراجعة",
            "for a service that runs from request to result without a visit",
        ),
        "consumer_feedback": (
            "لرأي مستفيد سُمع فغيّر تصميم الخدمة",
            "for users' remarks that were heard and changed the design",
        ),
        "support": (
            "لعون قريب يجده كبير السن وذو الإعاقة حين يحتاج إليه",
            "for help that older people and people with disabilities find when they need it",
        ),
    },
    "G2G": {
        "integration": (
            "لبيانات تنتقل بين الجهات باتفاق واضح بدل أن يحملها المستفيد",
            "for data that travels between agencies under a clear agreement instead of in people's hands",
        ),
        "benefits": (
            "لوفر تقاسمه المستفيد والجهات معًا وثُبّت بالأرقام",
            "for savings that people and agencies share, proven in figures",
        ),
        "process": (
            "لمسار واحد حلّ محل مسارات متفرقة في كل جهة",
            "for one path in place of a separate one in each agency",
        ),
        "maturity": (
            "لخدمة مشتركة يراها المستفيد خدمة جهة واحدة",
            "for a joint service that people experience as that of a single agency",
        ),
        "consumer_feedback": (
            "لملاحظات جُمعت عند حدود الجهات فعالجت ما يضيع بينها",
            "for remarks that mended what was lost between one agency and the next",
        ),
        "channels": (
            "لباب واحد للعون أيًّا كانت الجهة التي تعثر عندها الطلب",
            "for one door to help, whichever agency a request is held up in",
        ),
    },
    "G2B": {
        "economic_impact": (
            "لأثر ظاهر في نشاط المنشآت وفيما تبعه من استثمار",
            "for a visible effect on business and on the investment that followed",
        ),
        "time_and_cost": (
            "لأيام ورسوم وُفّرت على المنشآت وحُسبت بطريقة معلنة",
            "for days and fees saved to firms, counted in a way that is published",
        ),
        "functionality": (
            "لواجهة تعرف ما تحتاج إليه المنشأة فلا تسألها عمّا هو معلوم",
            "for an interface that knows what a firm needs and does not ask what is known already",
        ),
        "maturity": (
            "لمعاملة تُنجز كلها رقميًا من أول طلب إلى آخر رسم",
            "for business done online throughout, from the first request to the last fee",
        ),
        "consumer_feedback": (
            "لحوار مع قطاع الأعمال انتهى إلى تعديل القاعدة نفسها",
            "for a dialogue with business that ended in changing the rule itself",
        ),
        "standards": (
            "لالتزام بالمعايير يتيح لأنظمة المنشآت أن تتصل بيسر",
            "for keeping to standards, so that firms' own systems connect with ease",
        ),
    },
    "MOB": {
        "impact": (
            "لفرق أحدثه الجهاز في يد الناس كل يوم",
            "for a difference made every day by the device in people's hands",
        ),
        "creative_use": (
            "لخصائص في الجهاز استُعملت فيما لا تقدر عليه شاشة الحاسب",
            "for doing with the device's own features what no desktop screen could",
        ),
        "savings": (
            "لدقائق وريالات وفّرتها لمسة بدل الانتقال",
            "for minutes and riyals saved by a tap instead of a trip",
        ),
        "compatibility": (
            "لعمل لا يتوقف على الأجهزة القديمة ولا عند انقطاع الشبكة",
            "for working on old phones and where there is no network",
        ),
        "support": (
            "لتواصل يبقى مع المستخدم حتى تُحل مشكلته",
            "for staying with users until their problem is solved",
        ),
        "improvement": (
            "لتحسين متصل يتبع ما يصنعه المستخدمون فعلًا",
            "for steady improvement that follows what users really do",
        ),
        "standards": (
            "لخصوصية صينت فلا يُجمع من البيانات إلا ما يلزم",
            "for guarding privacy by collecting no more than is needed",
        ),
    },
    "PAR": {
        "influence": (
            "لقرار تغيّر بصوت الناس وعُرف كيف تغيّر",
            "for a decision that the public's voice changed, in plain sight",
        ),
        "inclusion": (
            "لفئات قلّما تُسأل فسُئلت ويُسّرت لها المشاركة",
            "for asking those who are seldom asked and making it easy to answer",
        ),
        "response": (
            "لرد وصل إلى كل مشارك بما أُخذ به وما لم يؤخذ وسببه",
            "for telling each participant what was taken up, what was not, and why",
        ),
        "channels": (
            "لمشاركة تُتاح حيث يكون الناس، على الشاشة وخارجها",
            "for taking part where people are, on screen and off",
        ),
        "openness": (
            "لمعلومات كاملة ميسّرة سبقت طلب الرأي",
            "for full and readable information before an opinion was asked",
        ),
        "continuity": (
            "لمشاركة صارت عادة في عمل الجهة لا مناسبة عابرة",
            "for participation that became a habit of the agency and not an event",
        ),
    },
    "LEA": {
        "results": (
            "لنتائج تحققت وقيست بما شعر به المستفيد",
            "for results measured by what people noticed",
        ),
        "vision": (
            "لرؤية معلنة صارت خطة يعرف كل موظف نصيبه منها",
            "for a stated vision that became a plan in which all staff know their part",
        ),
        "governance": (
            "لحوكمة يُعرف فيها من يقرر ومن يُسأل",
            "for governance in which it is known who decides and who answers",
        ),
        "process": (
            "لشجاعة في حذف ما لا حاجة إليه قبل بناء الجديد",
            "for the courage to remove what is needless before building anew",
        ),
        "skills": (
            "لمهارات بُنيت في الموظفين فبقيت بعد رحيل المستشارين",
            "for skills built in its own staff that stayed when the advisers left",
        ),
        "funding": (
            "لتمويل يكفل التشغيل بعد الإطلاق لا الإطلاق وحده",
            "for funding that provides for running a service, not only for launching it",
        ),
    },
    "IND": {
        "originality": (
            "لفكرة أصيلة رأت حاجة لم يلتفت إليها أحد",
            "for an original idea that saw a need nobody had noticed",
        ),
        "benefit": (
            "لنفع عام بلغ من لا يعرفون صاحبه",
            "for a public good that reaches people who never met its maker",
        ),
        "usability": (
            "لبساطة يفهمها المستخدم من أول مرة",
            "for a simplicity that users grasp the first time",
        ),
        "content": (
            "لإتقان في المحتوى وأمانة في ذكر مصادره",
            "for careful content, honest about its sources",
        ),
        "growth": (
            "لعمل دام وحمله آخرون معه",
            "for work that lasted and that others now help to carry",
        ),
    },
}


def citations(category: CategoryTally) -> dict[int, tuple[str, str]]:
    """By place, in Arabic and English: two of the winner's best criteria. Each begins with another one."""
    said: dict[int, tuple[str, str]] = {}
    begun: set[str] = set()
    named: set[str] = set()
    scales = {criterion.key: criterion.scale for criterion in category.criteria}
    for place in range(1, category.places + 1):
        for entry in category.ranked(place)[:1]:
            best = sorted(entry.means, key=lambda key: -_share(scales[key], Fraction(entry.means[key])))
            lead = next(key for key in best if key not in begun)
            others = [key for key in best if key != lead]
            second = next((key for key in others if key not in named), others[0])
            begun.add(lead)
            named |= {lead, second}
            said[place] = _joined(*(STRENGTHS[category.code][key] for key in (lead, second)))
    return said


def _share(scale: Scale, mean: Fraction) -> Fraction:
    """How far up its scale a mean lies: criteria of one rubric may have different ones."""
    low, high = Fraction(scale.lowest), Fraction(scale.highest)
    return (mean - low) / (high - low)


def _joined(first: tuple[str, str], second: tuple[str, str]) -> tuple[str, str]:
    return f"{first[0]}، و{second[0]}.", f"{first[1][0].upper()}{first[1][1:]}, and {second[1]}."
