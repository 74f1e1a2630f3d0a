"""Words that paid spam pushes into other people's pages, by trade.

They prove nothing alone: an honest article may be about any of them. They only support a finding that
already has a torn word in it.
"""

TERMS_BY_TRADE = {
    "pharmacy": """
        viagra cialis levitra kamagra sildenafil tadalafil vardenafil tramadol xanax valium adderall
        modafinil ambien ozempic semaglutide wegovy oxycodone hydrocodone phentermine steroids
        steroid anabolic pharmacy pharmacies pharma pill pills tablets meds prescription generic
        kratom cbd thc vape vapes botox testosterone slimming mg
    """,
    "gambling": """
        casino casinos poker slot slots roulette blackjack baccarat jackpot jackpots bet bets
        betting gambling bookmaker bookmakers sportsbook lottery lotto togel judi bola bandar gacor
        situs taruhan agen toto wager bonus spins bahis rulet
    """,
    "lending": """
        loan loans payday lender lenders credit debt mortgage mortgages refinance insurance cash
        advance forex crypto bitcoin signals
    """,
    "adult": """
        porn porno xxx sex sexy escort escorts hookup hookups dating gay lesbian milf nude nudes
        webcam cam cams camgirl camgirls erotic massage massages fetish swingers singles girls
        callgirl callgirls adult onlyfans
    """,
    "writing": """
        essay essays dissertation dissertations thesis homework coursework papers diploma diplomas
        transcripts
    """,
    "replica": """
        replica replicas rolex gucci prada vuitton louis hermes chanel handbag handbags watches
        jersey jerseys sneakers counterfeit fake knockoff luxury designer sunglasses oakley uggs
    """,
    "promotion": """
        seo backlink backlinks followers subscribers likes telegram instagram tiktok traffic vpn
        guestpost rankings hacker hackers
    """,
    "selling": """
        buy cheap cheapest online order discount discounts coupon coupons wholesale deals free best
        price prices sale shipping overnight purchase
    """,
}

MONEY_TERMS = frozenset(" ".join(TERMS_BY_TRADE.values()).split())
SELLING_TERMS = frozenset(TERMS_BY_TRADE["selling"].split())
