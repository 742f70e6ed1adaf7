"""A fictional seller for tests."""

from leadwright.review.seller import SellerProfile, Tone, ValueProposition


def a_seller(tone: Tone = Tone.FRIENDLY) -> SellerProfile:
    """Tidewire keeps customer records in step; Mara Lindholm writes."""
    return SellerProfile(
        company="Tidewire",
        product="one customer record across CRM, billing and support",
        helps="sales and finance teams that share customers",
        value_propositions=(
            ValueProposition(
                sentence="Tidewire keeps the CRM, billing and support in step, so a change made"
                " in one shows up in the others within a minute.",
                problem="copying customer data between systems",
            ),
            ValueProposition(
                sentence="Tidewire fills the CRM from billing and support by itself, so reps see"
                " who is really a customer before they call.",
                problem="typing up the same account twice",
                roles=("sales",),
            ),
            ValueProposition(
                sentence="Tidewire matches every invoice to the contract in the CRM, so month end"
                " starts with numbers that agree.",
                problem="reconciling invoices with the CRM by hand",
                roles=("finance", "procurement"),
            ),
            ValueProposition(
                sentence="Tidewire replaces home-made sync scripts with one service that logs"
                " every change and can undo it.",
                problem="looking after sync scripts",
                roles=("technology", "data"),
            ),
            ValueProposition(
                sentence="Tidewire keeps mailing lists in step with billing, so nobody gets an"
                " offer for what they already bought.",
                problem="cleaning up mailing lists",
                roles=("marketing",),
            ),
        ),
        proof="Fernhollow Foods, a wholesaler, gave its two data clerks other work after a month.",
        sender_name="Mara Lindholm",
        sender_title="Co-founder",
        sender_phone="+44 20 7946 0958",
        calls_to_action=(
            "Would 15 minutes next week be worth it?",
            "Shall I show you on two of your own records?",
            "Is it worth a short call?",
            "Would a ten-minute look be useful?",
            "Could we talk for a quarter of an hour this week or next?",
        ),
        links=("https://tidewire.example",),
        tone=tone,
    )
