import pytest

from leadwright.leads.resolution.people import person_keys, same_person


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Arnulf Hsu", "Hsu, Arnulf"),
        ("ARNULF HSU", "arnulf hsu"),
        ("J. Heikkinen", "Justin Heikkinen"),
        ("William H. Baum", "William Baum"),
        ("Ömer I\u015f\u0131k", "Omer Isik"),
        ("Brian O'Dell", "Brian ODell"),
        ("Dr. Ann Lee", "Ann Lee"),
    ],
)
def test_one_person_written_differently(left: str, right: str) -> None:
    assert same_person(left, right)
    assert person_keys(left) & person_keys(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("Ann Lee", "Bob Lee"), ("Ann Lee", "Ann Ray"), ("Ann", "Ann"), ("", ""), ("Ann Lee", "A")],
)
def test_two_people_or_too_little_to_tell(left: str, right: str) -> None:
    assert not same_person(left, right)
