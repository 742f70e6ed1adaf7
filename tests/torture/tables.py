"""Nasty tables of text: encodings, delimiters, quotes, headers, and things that should not be."""

from tests.torture.nasty import Nasty

from leadwright.leads.intake.columns import Column

HEAD = "name,email,company,deal size\n"
ANN = "Ann Lee,ann@acme.example,Acme,45k\n"
BEN = "Ben Ode,ben@brook.example,Brook,12k\n"
GERMAN = "Vorname;Nachname;E-Mail;Firma;Auftragswert\nJörg;Weiß;joerg@weiss.example;Weiß & Söhne;"

LETTERS = (
    Nasty(name="plain.csv", content=HEAD + ANN + BEN, taken=2),
    Nasty(name="bom.csv", content=("\ufeff" + HEAD + ANN).encode(), taken=1),
    Nasty(name="utf16_le.csv", content=(GERMAN + "1\n").encode("utf-16"), taken=1),
    Nasty(
        name="utf16_be.csv",
        content=b"\xfe\xff" + (GERMAN + "1\n").encode("utf-16-be"),
        taken=1,
        names=("Jörg Weiß",),
    ),
    Nasty(name="utf16_without_mark.csv", content=(GERMAN + "1\n").encode("utf-16-le"), taken=1),
    Nasty(
        name="utf16_cut.csv",
        content=(HEAD + ANN + "Zoë,z@z.example,Zed").encode("utf-16")[:-1],
        taken=1,
        refused=("3 row not_utf8",),
    ),
    Nasty(name="utf32.csv", content=HEAD.encode("utf-32"), error="lead_file_not_readable"),
    Nasty(
        name="latin1.csv",
        content=(GERMAN + "1\n").encode("cp1252"),
        taken=1,
        remark="Windows-1252",
        names=("Jörg Weiß",),
    ),
    Nasty(
        name="utf8_then_one_latin1_byte.csv",
        content=HEAD.encode()
        + b"".join(f"Zoë {n},z{n}@zed.example,Łódź,1\n".encode() for n in range(500))
        + b"J\xf6rg,joerg@zed.example,Zed,1\n",
        taken=501,
        remark="Windows-1252",
        names=("Jörg", "Zoë 7"),
    ),
    Nasty(
        name="russian_in_its_own_code.csv",
        content=HEAD.encode() + "Владимир,v@acme.example,Мир,1\n".encode("cp1251") + ANN.encode(),
        taken=1,
        refused=("2 row not_utf8",),
    ),
    Nasty(name="mac_line_ends.csv", content=(HEAD + ANN + BEN).replace("\n", "\r"), taken=2),
    Nasty(name="windows_line_ends.csv", content=(HEAD + ANN).replace("\n", "\r\n"), taken=1),
    Nasty(name="mixed_line_ends.csv", content=HEAD + ANN[:-1] + "\r\n" + BEN[:-1] + "\r", taken=2),
    Nasty(
        name="control_z_at_the_end.csv",
        content=HEAD + ANN + "\x1a",
        taken=1,
        refused=("3 row cut_off",),
    ),
)

DELIMITERS = (
    Nasty(name="semicolons.csv", content=GERMAN + "45.000,00 €\n", taken=1),
    Nasty(name="tabs.tsv", content=(HEAD + ANN).replace(",", "\t"), taken=1),
    Nasty(name="bars.txt", content=(HEAD + ANN).replace(",", "|"), taken=1),
    Nasty(name="sep_line.csv", content="sep=;\r\n" + (HEAD + ANN).replace(",", ";"), taken=1),
    Nasty(name="sep_line_alone.csv", content="sep=;\n", error="lead_file_empty"),
    Nasty(
        name="commas_in_amounts.csv",
        content="name;email;value\n" + "".join(f"A{n};a{n}@a.example;{n},5\n" for n in range(9)),
        taken=9,
    ),
    Nasty(
        name="another_delimiter_below.csv",
        content=HEAD + "Ann;ann@acme.example;Acme;1\n" + BEN,
        taken=1,
        refused=("2 email too_few_cells",),
    ),
)

QUOTES = (
    Nasty(
        name="breaks_in_cells.csv",
        content='name,notes\n"Ann\nLee","a, ""b""\r\nc"\nBen,x\n',
        taken=2,
    ),
    Nasty(
        name="quote_never_closed.csv",
        content=HEAD + '"Ann,ann@acme.example,Acme,1\n' + BEN,
        taken=1,
        refused=("2 row broken_row",),
    ),
    Nasty(
        name="quote_never_closed_at_the_end.csv",
        content=HEAD + ANN + '"Ben,ben@brook.example',
        taken=1,
        refused=("3 row broken_row",),
    ),
    Nasty(
        name="text_after_a_quote.csv",
        content=HEAD + '"Ann"x,ann@acme.example,Acme,1\n' + BEN,
        taken=1,
        refused=("2 row broken_row",),
    ),
    Nasty(name="inch_marks.csv", content='name,notes\nAnn,5" pipe\nBen,7" pipe\n', taken=2),
    Nasty(
        name="every_row_opens_a_quote.csv",
        content=HEAD + '"Ann,a@a.example,Acme,1\n' * 400,
        refused=("2 row broken_row", *(f"{n} row broken_row" for n in range(3, 402))),
    ),
    Nasty(
        name="a_cell_of_500_lines.csv",
        content=HEAD + '"Ann' + "\nline" * 500 + '",a@a.example,Acme,1\n' + BEN,
        taken=1,
        refused=(
            "2 row broken_row",
            *(f"{n} email too_few_cells" for n in range(3, 502)),
            "502 row broken_row",
        ),
    ),
)

HEADERS = (
    Nasty(name="nothing.csv", content=b"", error="lead_file_empty"),
    Nasty(name="blank_lines.csv", content="\n\n  \n", error="lead_file_empty"),
    Nasty(name="commas_alone.csv", content=",,,\n,,,\n", error="lead_file_empty"),
    Nasty(name="bom_alone.csv", content="\ufeff".encode(), error="lead_file_empty"),
    Nasty(name="header_alone.csv", content=HEAD),
    Nasty(name="no_header.csv", content=ANN + BEN, error="lead_file_header_unknown"),
    Nasty(name="no_header_no_mail.csv", content="Ann,Acme\n", error="lead_file_header_unknown"),
    Nasty(
        name="header_without_anybody.csv",
        content="source,country\nweb,DE\n",
        error="lead_file_header_unknown",
    ),
    Nasty(
        name="doubled_headers.csv",
        content="email,company,email\n,,ann@acme.example\n",
        taken=1,
        remark="Column 3",
    ),
    Nasty(name="nameless_columns.csv", content="name,,\nAnn,x,y\n", taken=1),
    Nasty(
        name="a_lead_that_looks_like_a_header.csv",
        content="Who,Where,How,State,When\nAnn,Bonn,Web,Lead,today\n",
        error="lead_file_header_unknown",
    ),
    Nasty(
        name="titles_above.csv",
        content="All leads, as of today\n\n" + HEAD + ANN,
        taken=1,
        remark="row 3",
    ),
    Nasty(
        name="a_hundred_thousand_columns.csv",
        content=",".join(["name", *map(str, range(100_000))]) + "\nAnn\n",
        error="lead_file_too_wide",
    ),
    Nasty(
        name="mapped.csv",
        content="Kunde,Adresse\nAnn Lee,ann@acme.example\n",
        columns={Column.NAME: "kunde", Column.EMAIL: "ADRESSE"},
        taken=1,
        names=("Ann Lee",),
    ),
    Nasty(
        name="mapped_to_nothing.csv",
        content=HEAD + ANN,
        columns={Column.EMAIL: "Post"},
        error="column_unknown",
    ),
)

ROWS = (
    Nasty(
        name="too_many_cells.csv",
        content=HEAD + "Lee, Ann,ann@acme.example,Acme,1\n" + BEN,
        taken=1,
        refused=("2 row too_many_cells",),
    ),
    Nasty(
        name="too_few_cells.csv",
        content=HEAD + "Ann\nBen,ben@brook.example,Brook\n",
        taken=1,
        refused=("2 email too_few_cells",),
    ),
    Nasty(
        name="cut_in_a_row.csv",
        content=HEAD + ANN + "Ben Ode,ben@broo",
        taken=1,
        refused=("3 row cut_off",),
    ),
    Nasty(
        name="ten_megabytes_in_a_field.csv",
        content=HEAD + "x" * 10_000_000 + ",a@a.example,Acme,1\n" + BEN,
        taken=1,
        refused=("2 row row_too_large",),
    ),
    Nasty(
        name="two_hundred_kilobytes_in_a_field.csv",
        content=HEAD + "Ann,ann@acme.example," + "x" * 200_000 + ",1\n" + BEN,
        taken=1,
        refused=("2 company field_too_large",),
    ),
    Nasty(
        name="ten_megabytes_in_quotes.csv",
        content=HEAD + '"' + "y\n" * 5_000 + '",a@a.example,Acme,1\n' + BEN,
        taken=1,
        refused=(
            "2 row broken_row",
            *(f"{n} email too_few_cells" for n in range(3, 5002)),
            "5002 row broken_row",
        ),
    ),
    Nasty(
        name="nobody.csv",
        content="name,email,notes\n,,hello\n-,n/a,x\n,not an address,y\n",
        refused=("2 name nobody_named", "3 name nobody_named", "4 email nobody_named"),
    ),
    Nasty(
        name="formulas.csv",
        content=HEAD
        + '"=HYPERLINK(""http://evil.example"",""Ann"")",ann@acme.example,Acme,1\n'
        + "@SUM(A1),ben@brook.example,+cmd|calc,1\n\t=1+1,cy@cy.example,-2+3,1\n",
        taken=3,
    ),
    Nasty(name="signed_phones.csv", content="name,phone\nAnn,+49 30 901820\nBen,-5\n", taken=2),
    Nasty(
        name="nuls.csv",
        content=HEAD + "A\0nn Lee,ann@acme.example,Ac\0me,1\n",
        taken=1,
        names=("Ann Lee",),
    ),
    Nasty(
        name="bidi_and_zero_width.csv",
        content=HEAD + "\u202eeeL nnA\u202c,an\u200bn@acme.example,A\u2066c\u2069me\u00ad,1\n",
        taken=1,
        names=("eeL nnA",),
    ),
    Nasty(
        name="terminal_colours.csv",
        content=HEAD + "\x1b[31mAnn\x1b[0m,ann@acme.example,\x07Acme,1\n",
        taken=1,
    ),
    Nasty(name="the_same_row_twice.csv", content=HEAD + ANN + ANN, taken=2),
    Nasty(
        name="odd_values.csv",
        content=HEAD
        + "Ann,ann@acme@acme,Acme,a lot\nBen,ben@b.example,Brook,-5000\n"
        + "Cy,cy@c.example,Cy,1e999\nDi,di@d.example,Di,9999999999999999999\n",
        taken=4,
    ),
    Nasty(name="a_lead_behind_blank_rows.csv", content=HEAD + ",,,\n" * 3000 + ANN, taken=1),
)

ALL = (*LETTERS, *DELIMITERS, *QUOTES, *HEADERS, *ROWS)
