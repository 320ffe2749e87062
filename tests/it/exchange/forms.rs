//! Statements read from forms of the three kinds, with the labels, gaps and habits that are met in each.

use super::paper::{docx, pdf, table};
use entente::exchange::document::{Document, DocumentKind, extract};
use entente::exchange::reading::{Field, Form, Reading, read_statement};

fn typed(text: &str) -> Reading {
    let lines = text.lines().map(str::to_owned).collect();
    read_statement(&Document { kind: DocumentKind::Docx, lines })
}

/// A form of ITU-T with these rows in the place of the addressees.
fn form(rows: &str) -> Reading {
    typed(&format!(
        "STUDY PERIOD 2022-2024\tSG99-LS7\nQuestion(s):\t3/99\tGeneva, 1-5 May 2023\nSource:\tITU-T Study Group 99\n\
         Title:\tLS on ledgers\n\tLIAISON STATEMENT\n{rows}\n\nWe write to you."
    ))
}

#[test]
fn nobody_is_addressed_by_a_hyphen_a_blank_or_none() {
    let reading = form("For action to:\t-\nFor comment to:\nFor information to:\tNone\nApproval:\tSG99\nDeadline:\t-");
    assert_eq!(reading.form, Form::ItuT);
    for field in [Field::ForAction, Field::ForComment, Field::ForInformation, Field::Deadline] {
        assert_eq!(reading.first(field), None, "{field:?}");
    }
    assert_eq!(reading.text(Field::Body), Some("We write to you."));
}

#[test]
fn a_short_name_is_completed_from_the_one_before_and_kept_as_printed() {
    let reading = form(
        "For action to:\tITU-T SG90, SG91 and TSAG; ISO/IEC JTC 1/SC 96, SC 97 (attention: WG 1, WG 2)\nApproval:\tx",
    );
    let expected = [
        "ITU-T SG90",
        "ITU-T SG91",
        "ITU-T TSAG",
        "ISO/IEC JTC 1/SC 96",
        "ISO/IEC JTC 1/SC 97 (attention: WG 1, WG 2)",
    ];
    // The last one has words beside its name: only the plain short names are completed.
    let texts = reading.texts(Field::ForAction);
    assert_eq!(texts[..4], expected[..4]);
    let second = reading.all(Field::ForAction).nth(1).unwrap();
    assert_eq!((second.printed.as_str(), second.sure, second.line), ("SG91", false, 5));
    assert!(reading.first(Field::ForAction).unwrap().sure);
}

#[test]
fn numbers_after_a_comma_belong_to_the_body_before_them() {
    let reading = form("For information to:\tITU SG 96 Q3, 4, 5/96, Example Forum\nApproval:\tx");
    assert_eq!(reading.texts(Field::ForInformation), ["ITU SG 96 Q3, 4, 5/96", "Example Forum"]);
}

#[test]
fn addressees_on_lines_of_their_own_are_several_and_a_wrapped_name_is_one() {
    let reading =
        form("For action to:\tISO/TC 997\n\tIEC TC 998\n\tWorld Example Union for\n\tledgers and names\nApproval:\tx");
    assert_eq!(reading.texts(Field::ForAction), ["ISO/TC 997", "IEC TC 998 World Example Union for ledgers and names"]);
}

#[test]
fn deadlines_are_read_in_all_their_spellings() {
    for (printed, value, sure) in [
        ("24 October 2019", "2019-10-24", true),
        ("24 Oct. 2019", "2019-10-24", true),
        ("October 24th, 2019", "2019-10-24", true),
        ("1st of December 2017", "2017-12-01", true),
        ("2019-10-24", "2019-10-24", true),
        ("24.10.2019", "2019-10-24", true),
        ("04/05/2017", "2017-05-04", false),
        ("24/10/2019", "2019-10-24", true),
        ("Thursday, 24 October 2019", "2019-10-24", true),
        ("24 October 2019 (next meeting of SG99)", "2019-10-24", false),
        ("31 February 2017", "", false),
        ("next meeting", "", false),
    ] {
        let reading = form(&format!("For action to:\tISO/TC 997\nApproval:\tx\nDeadline:\t{printed}"));
        let found = reading.first(Field::Deadline).unwrap();
        assert_eq!((found.value.as_str(), found.sure, found.printed.as_str()), (value, sure, printed));
    }
}

#[test]
fn questions_of_one_study_group_share_its_number() {
    let reading = typed(
        "Question(s):\tQ8, 9 and 10/96\tGeneva, 1-5 May 2023\nSource:\tSG96\nTitle:\tx\nFor action to:\tISO\nApproval:\tx\nDeadline:\t-\n\nBody",
    );
    assert_eq!(reading.texts(Field::Questions), ["8/96", "9/96", "10/96"]);
    assert_eq!(reading.all(Field::Questions).map(|found| found.sure).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(reading.text(Field::PlaceAndDates), Some("Geneva, 1-5 May 2023"));
}

#[test]
fn a_form_in_a_pdf_without_tabs_between_question_and_place_is_parted() {
    let reading = typed(
        "Question(s): 3/99 Geneva, 8-9 July 2021\nSource: SG99\nTitle: x\nFor action to: ISO\nApproval: y\n\nBody",
    );
    assert_eq!(reading.texts(Field::Questions), ["3/99"]);
    assert_eq!(reading.text(Field::PlaceAndDates), Some("Geneva, 8-9 July 2021"));
    assert_eq!(reading.text(Field::Body), Some("Body"));
}

#[test]
fn a_place_that_begins_with_its_dates_is_no_question() {
    let rows = "Question(s):\t3/99\t3-14 April 2023, Virtual\nSource:\tSG99\nTitle:\tx\nFor action to:\tISO\nApproval:\ty\n\nBody";
    let reading = typed(rows);
    assert_eq!(reading.texts(Field::Questions), ["3/99"]);
    assert_eq!(reading.text(Field::PlaceAndDates), Some("3-14 April 2023, Virtual"));
}

#[test]
fn older_forms_with_to_purpose_and_agreed_at_are_read() {
    let reading = typed(
        "COM 99 – LS 12 – E\nSTUDY PERIOD 2005-2008\nQuestion(s):\t3/99\nSource:\tSG99\nTitle:\tLS on ledgers\nLIAISON STATEMENT\n\
         To:\tISO/TC 997\nCc:\tIEC TC 998\nPurpose:\tComment\nAgreed at:\tWP 2/99 meeting (Geneva, 5 May 2007)\nResponse deadline:\t1 June 2007\n\nBody",
    );
    assert_eq!(reading.form, Form::ItuT);
    assert_eq!(reading.text(Field::Number), Some("COM 99 – LS 12 – E"));
    assert_eq!(reading.texts(Field::ForComment), ["ISO/TC 997"]);
    assert_eq!(reading.texts(Field::ForInformation), ["IEC TC 998"]);
    assert_eq!(reading.text(Field::Approval), Some("WP 2/99 meeting (Geneva, 5 May 2007)"));
    assert_eq!(reading.text(Field::Deadline), Some("2007-06-01"));
}

#[test]
fn contacts_keep_their_own_telephone_and_mail() {
    let rows = table(&[
        &["Question(s):", "3/99", "Geneva, 1-5 May 2023"],
        &["Source:", "SG99"],
        &["Title:", "LS on ledgers (reply to SG98-LS3)"],
        &["For action to:", "ISO/TC 997\nIEC TC 998"],
        &["Approval:", "SG99 meeting"],
        &["Contact:", "A. One\nFirst Org\nRuritania", "Tel: +00 1\nFax: +00 2\nE-mail: one@example.org"],
        &["Contact:", "B. Two\nSecond Org\nFreedonia", "Tel: +00 3\nE-mail: two@example.org"],
        &["Please don't change the structure of this table, just insert the necessary information."],
        &["Abstract:", "First paragraph.\nSecond paragraph."],
    ]);
    let reading = read_statement(&extract(DocumentKind::Docx, &docx(&(rows + &super::paper::p("Body")))).unwrap());
    assert_eq!(reading.texts(Field::ContactName), ["A. One", "B. Two"]);
    assert_eq!(reading.texts(Field::ContactTel), ["+00 1", "+00 3"]);
    assert_eq!(reading.texts(Field::ContactEmail), ["one@example.org", "two@example.org"]);
    assert_eq!(reading.all(Field::ContactEmail).map(|found| found.group).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(reading.contacts().len(), 2);
    assert_eq!(reading.texts(Field::ForAction), ["ISO/TC 997", "IEC TC 998"]);
    assert_eq!(reading.text(Field::ReplyTo), Some("SG98-LS3"));
    assert!(reading.is_reply());
    assert_eq!(reading.text(Field::Body), Some("Body"));
}

#[test]
fn a_form_on_paper_is_read_from_its_places() {
    let reading = read_statement(
        &extract(
            DocumentKind::Pdf,
            &pdf(&[
                (400.0, 780.0, "SG99-LS7"),
                (60.0, 760.0, "Question(s):"),
                (170.0, 760.0, "3/99"),
                (400.0, 760.0, "Geneva, 1-5 May 2023"),
                (60.0, 740.0, "Title:"),
                (170.0, 740.0, "LS on ledgers and on the naming of"),
                (170.0, 726.0, "their entries"),
                (230.0, 705.0, "LIAISON STATEMENT"),
                (60.0, 690.0, "For action to:"),
                (170.0, 690.0, "ISO/TC 997, IEC"),
                (170.0, 676.0, "TC 998"),
                (60.0, 660.0, "Deadline:"),
                (170.0, 660.0, "1 June 2023"),
                (60.0, 640.0, "Contact:"),
                (170.0, 640.0, "A. One"),
                (400.0, 640.0, "Tel: +00 1"),
                (170.0, 626.0, "First Org"),
                (60.0, 590.0, "We write to you."),
            ]),
        )
        .unwrap(),
    );
    assert_eq!(reading.text(Field::Number), Some("SG99-LS7"));
    assert_eq!(reading.text(Field::Title), Some("LS on ledgers and on the naming of their entries"));
    assert_eq!(reading.texts(Field::ForAction), ["ISO/TC 997", "IEC TC 998"]);
    assert_eq!(reading.text(Field::Deadline), Some("2023-06-01"));
    assert_eq!(reading.text(Field::ContactOrganisation), Some("First Org"));
    assert_eq!(reading.text(Field::Body), Some("We write to you."));
}

#[test]
fn a_form_of_3gpp_is_read() {
    let reading = typed(
        "3GPP TSG-SA9 Meeting #31\tTdoc S9-139901\nSample City, 20 - 24 May 2019\t(was S9-139900)\n\nTitle:\tReply LS on ledgers\n\
         Response to:\tLS (S9-139800) on ledgers\nRelease:\nSource:\t3GPP TSG-SA9\nTo:\tExample Forum\nCc:\t3GPP SA8, CT7\n\nContact Person:\n\
         Name:\tA. One\nTel. Number:\nE-mail Address:\ta dot one at example dot org\n\nAttachments:\tNone\n\n1. Overall Description:\nText.",
    );
    assert_eq!(reading.form, Form::ThreeGpp);
    assert_eq!(reading.text(Field::Number), Some("S9-139901"));
    assert_eq!(reading.text(Field::PlaceAndDates), Some("Sample City, 20 - 24 May 2019"));
    assert_eq!(reading.text(Field::ReplyTo), Some("S9-139800"));
    assert_eq!(reading.texts(Field::ForAction), ["Example Forum"]);
    assert_eq!(reading.texts(Field::ForInformation), ["3GPP SA8", "3GPP CT7"]);
    assert_eq!(reading.first(Field::Attachments), None);
    let email = reading.first(Field::ContactEmail).unwrap();
    assert_eq!((email.value.as_str(), email.sure), ("a.one@example.org", false));
    assert!(reading.text(Field::Body).unwrap().starts_with("1. Overall Description"));
}

#[test]
fn a_letter_says_what_it_is_for_on_a_line_of_its_own() {
    let reading = typed(
        "Liaison Statement\nTo: ITU SG 99\nFor Information\nSource: Example Working Group\nDate: June 8, 2011\n\nOn ledgers and names\n\
         We would like to thank the ITU for liaison statement COM 99 – LS 12 – E, which we have read with care.\nSincerely,",
    );
    assert_eq!(reading.form, Form::Letter);
    assert_eq!(reading.texts(Field::ForInformation), ["ITU SG 99"]);
    assert_eq!(reading.first(Field::ForAction), None);
    assert_eq!(reading.text(Field::Date), Some("2011-06-08"));
    let title = reading.first(Field::Title).unwrap();
    assert_eq!((title.value.as_str(), title.sure, title.line), ("On ledgers and names", false, 6));
    assert_eq!(reading.text(Field::ReplyTo), Some("COM 99 – LS 12 – E"));
    assert!(reading.text(Field::Body).unwrap().starts_with("We would like"));
}

#[test]
fn a_text_that_is_no_form_is_only_a_body() {
    let reading = typed("Dear all,\n\nthe next meeting is on Monday.\nSource: hearsay");
    assert_eq!(reading.form, Form::Unknown);
    assert_eq!(reading.values.len(), 1);
}

#[test]
fn the_names_of_fields_in_json_are_stable() {
    for field in [Field::ForAction, Field::ContactEmail, Field::PlaceAndDates, Field::ReplyTo] {
        assert_eq!(serde_json::to_string(&field).unwrap(), format!("\"{}\"", field.name()));
    }
}
