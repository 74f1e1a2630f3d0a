"""Words that whole trades of spam live on, and words of people who talk to each other.

Kept short and general: each site's own decisions decide what a subject's word count is worth there. A shop's
blog may talk of prices all day.
"""

from collections import Counter
from itertools import pairwise
from math import log2


def _of(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(","))


SUBJECTS: dict[str, frozenset[str]] = {
    "trade": _of(
        "buy,buying,cheap,cheaper,cheapest,discount,discounts,discounted,wholesale,outlet,outlets,sale,sales,"
        "shipping,free shipping,coupon,coupons,bargain,bargains,deal,deals,price,prices,affordable,replica,"
        "replicas,brand,brands,designer,luxury,store,stores,shop,shops,shopping,order now,paypal,handbag,"
        "handbags,shoes,sneakers,sandals,boots,watches,jewelry,jewellery,sunglasses,fashion,apparel,supplier,"
        "online,guarantee,guaranteed,quality,customer,customers,retail,merchandise"
    ),
    "remedies": _of(
        "viagra,cialis,levitra,pharmacy,pharmacies,pill,pills,prescription,prescriptions,weight loss,diet,"
        "supplement,supplements,phentermine,tramadol,xanax,medication,medications,treatment,cure,acne,botox,"
        "surgery,diabetes,herbal,detox"
    ),
    "adult": _of(
        "porn,porno,sex,sexy,xxx,nude,naked,escort,escorts,webcam,webcams,milf,dating,hookup,anal,teen,teens,"
        "singles,lesbian"
    ),
    "money": _of(
        "casino,casinos,poker,betting,slots,roulette,jackpot,loan,loans,mortgage,mortgages,credit,payday,debt,"
        "insurance,forex,bitcoin,crypto,invest,investment,investing,investor,investors,earn,earning,income,cash,"
        "make money,money,profit,profits,financial,business,businesses,lawyer,lawyers,attorney,attorneys,"
        "real estate,rent,rental,hotel,hotels,travel"
    ),
    "promotion of sites": _of(
        "seo,search engine,search engines,backlink,backlinks,link building,ranking,rankings,page rank,traffic,"
        "keyword,keywords,marketing,webmaster,webmasters,google,optimization,optimisation,plugin,link exchange,"
        "guest post,followers,likes,views"
    ),
    "talk of the site": _of(
        "site,sites,website,websites,page,pages,homepage,blog,blogs,weblog,weblogs,blogging,blogger,bloggers,"
        "web site,web page,webpage,webpages,post,posts,article,articles,write-up,writeup,content,contents,"
        "readers,visitors,viewers,rss,newsletter,subscription,template,theme,layout,design"
    ),
    "praise": _of(
        "great,nice,nicely,good,awesome,amazing,excellent,fantastic,wonderful,brilliant,impressive,impressed,"
        "terrific,superb,fabulous,pleasant,interesting,informative,helpful,useful,valuable,enjoy,enjoyed,"
        "enjoying,enjoyable,love,loves,loved,loving,appreciate,keep up,keep it,well written,thank,thanks,cheers,"
        "fan,genuinely,truly,really,very,extremely,definitely,incredible,incredibly,remarkable,perfect,cool,wow,"
        "continue,exceptional,exceptionally"
    ),
    "self-promotion": _of(
        "check out,check it,check my,check this,subscribe,channel,follow me,visit,my site,my page,my blog,"
        "my website,my channel,my video,my videos,my music,my friend,my friends,my group,click,share,sharing,"
        "facebook,twitter,instagram,myspace,tweet,tweeting,join,bookmark,bookmarked,bookmarking,came across,"
        "come back,return,revisit,look forward,feel free,please,contact,email me"
    ),
    "you": _of("you,your,you're,you've,yours"),
    "I": _of("i,i'm,i've,i'll,i'd,me,my"),
    "conversation": _of(
        "but,though,because,maybe,perhaps,think,thought,guess,agree,wrong,why,actually,however,seem,seems,"
        "doesn't,don't,didn't,isn't,can't,it's,that's,what,how,where,anyone,if,should,would,could,not,so,just,"
        "only,same,problem,question,work,works,tried,trying,example,point,mean,way"
    ),
}


def counts(tokens: list[str]) -> dict[str, int]:
    """Return how many of the words and pairs in `tokens` (folded) belong to each subject."""
    tokens = [token.replace("’", "'") for token in tokens]
    tally = Counter(tokens)
    tally.update(f"{one} {two}" for one, two in pairwise(tokens))
    return {
        subject: sum(tally[word] for word in words if word in tally) for subject, words in SUBJECTS.items()
    }


def measures(tokens: list[str]) -> dict[str, float]:
    """Return, per subject, how much of it there is (0 to 2) and how dense it stands (0 to 2)."""
    found = counts(tokens)
    size = len(tokens) or 1
    values: dict[str, float] = {}
    for subject, count in found.items():
        values[f"vocabulary: {subject}"] = min(log2(1 + count), 4) / 2
        values[f"vocabulary density: {subject}"] = min(count / size * 5, 2)
    values["vocabulary: no conversation"] = float(not found["conversation"])
    values["vocabulary: nobody speaks"] = float(not found["I"] and size > _LONG_ENOUGH)
    return values


_LONG_ENOUGH = 25
