"""Web and mail hosts: what their labels say about a company."""

import re

from leadwright.leads.resolution.vocabulary import Vocabulary

_HOST = re.compile(
    r"(?:https?://)?(?:www\.)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,18})(?:[/?#]\S*)?",
    re.IGNORECASE,
)


def host_in(text: str) -> str | None:
    """The host, when the whole text is a web address ("noovo.com", "http://www.blaze.io/")."""
    match = _HOST.fullmatch(text)
    return match.group(1).lower() if match else None


def label_of(host: str, vocabulary: Vocabulary) -> str:
    """The label somebody chose: "acme" of "www.acme.co.uk"."""
    labels = host.lower().rstrip(".").split(".")
    if labels[0] == "www":
        labels = labels[1:]
    keep = 2
    if len(labels) > keep and labels[-2] in vocabulary.second_labels:
        return labels[-3]
    return labels[-2] if len(labels) >= keep else labels[0]


def same_host(left: str, right: str) -> bool:
    """Whether one is the other or stands under it ("mail.acme.com" under "acme.com")."""
    return left == right or left.endswith(f".{right}") or right.endswith(f".{left}")


def is_reserved(host: str, vocabulary: Vocabulary) -> bool:
    """Whether the host cannot exist, so that only its label hints at anything."""
    return host.rsplit(".", 1)[-1] in vocabulary.reserved_endings


def mail_host(email: str | None, vocabulary: Vocabulary) -> str | None:
    """The host of a mail address, when it may speak of a company."""
    host = (email or "").rpartition("@")[2].lower()
    return host if "." in host and host not in vocabulary.free_mail else None
