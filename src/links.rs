//! Every address of the program, and the only place that spells one. The patterns are what the routes are made of; the
//! functions fill them, so that a link and its route cannot differ.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::procedure::record::Act;

pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_IN_AS: &str = "/sign-in/as";
pub const SIGN_OUT: &str = "/sign-out";
pub const PROFILE: &str = "/profile";
pub const OWN_PASSWORD: &str = "/profile/password";
pub const REGISTER: &str = "/liaisons";
pub const NEW_DRAFT: &str = "/liaisons/new";
/// A statement of our own as it was.
pub const PAST: &str = "/liaisons/past";
pub const INTAKE: &str = "/liaisons/intake";
pub const INTAKE_FILE: &str = "/liaisons/intake/{hash}";
pub const ALLOCATING: &str = "/liaisons/allocating";
pub const SEVERAL: &str = "/liaisons/several";
pub const STATEMENT: &str = "/liaisons/{handle}";
pub const EDIT: &str = "/liaisons/{handle}/edit";
pub const NOTES: &str = "/liaisons/{handle}/notes";
pub const PREVIEW: &str = "/liaisons/{handle}/preview";
pub const DOCUMENT: &str = "/liaisons/{handle}/document.docx";
pub const ACT: &str = "/acts/{handle}/{act}";
pub const NUMBER: &str = "/n/{number}";
pub const FILE: &str = "/files/{hash}/{name}";
pub const BODIES: &str = "/bodies";
pub const BODY: &str = "/bodies/{handle}";
pub const NUMBERS: &str = "/bodies/{handle}/numbers";
pub const SET_ASIDE: &str = "/bodies/{handle}/numbers/{act}";
pub const TEMPLATES: &str = "/bodies/{handle}/templates";
pub const NEW_TEMPLATE: &str = "/bodies/{handle}/templates/new";
pub const TEMPLATE: &str = "/bodies/{handle}/templates/{template}/{act}";
pub const PEOPLE: &str = "/people";
pub const PERSON: &str = "/people/{handle}";
pub const PASSWORD: &str = "/people/{handle}/password";
pub const NEW_RECORD: &str = "/records/{kind}/new";
pub const END_RECORD: &str = "/records/{handle}/end";
pub const MEETINGS: &str = "/meetings";
pub const MEETING: &str = "/meetings/{handle}";
pub const MEETING_LIST: &str = "/meetings/{handle}/{list}";
pub const TAKE_BACK_RECORD: &str = "/records/{handle}/take-back";
pub const LETTERS_AGAIN: &str = "/liaisons/{handle}/letters";
pub const CORRECT_RECORD: &str = "/records/{handle}/correct";
pub const MERGE_RECORD: &str = "/records/{handle}/merge-into";
pub const MEND_ADDRESS: &str = "/bodies/{handle}/addresses/{entry}/{act}";
pub const SETUP: &str = "/setup";
pub const MAIL_SERVER: &str = "/setup/mail-server";
pub const TEST_LETTER: &str = "/setup/test-letter";
pub const RELEASE: &str = "/setup/letters";
pub const ALL_AGAIN: &str = "/setup/undelivered";
pub const PROCEDURES: &str = "/procedures";
pub const PROCEDURE: &str = "/procedures/{name}";
pub const LETTERS: &str = "/letters";
pub const LETTER: &str = "/letters/{id}";
pub const LETTER_RAW: &str = "/letters/{id}/letter.eml";
pub const LETTER_FILE: &str = "/letters/{id}/files/{index}/{name}";
pub const DESIGN: &str = "/design";
pub const HEALTH: &str = "/healthz";
pub const ROBOTS: &str = "/robots.txt";
pub const SECURITY: &str = "/.well-known/security.txt";
pub const ASSET: &str = "/assets/{digest}/{name}";

/// Everything under it speaks JSON.
pub const API: &str = "/api/";
pub const OPENAPI: &str = "/api/openapi.json";
pub const API_SIGN_IN: &str = "/api/v1/sign-in";
/// The page about the API.
pub const API_PAGE: &str = "/api";
pub const API_ME: &str = "/api/v1/me";
pub const API_HOME: &str = "/api/v1/home";
pub const API_STATEMENTS: &str = "/api/v1/liaisons";
pub const API_STATEMENT: &str = "/api/v1/liaisons/{handle}";
pub const API_NOTES: &str = "/api/v1/liaisons/{handle}/notes";
pub const API_ACTS: &str = "/api/v1/acts";
pub const API_ACT: &str = "/api/v1/acts/{handle}/{act}";
pub const API_BIRTH: &str = "/api/v1/acts/{kind}/new/{act}";
pub const API_RECORD: &str = "/api/v1/liaisons/record";
pub const API_RECORD_OWN: &str = "/api/v1/liaisons/record-own";
pub const API_FILES: &str = "/api/v1/files";
pub const API_INTAKE: &str = "/api/v1/intake";
pub const API_BODIES: &str = "/api/v1/bodies";
pub const API_BODY: &str = "/api/v1/bodies/{handle}";
pub const API_TEMPLATES: &str = "/api/v1/bodies/{handle}/templates";
pub const API_CORRECT_TEMPLATE: &str = "/api/v1/bodies/{handle}/templates/{template}/correct";
pub const API_END_TEMPLATE: &str = "/api/v1/bodies/{handle}/templates/{template}/end";
pub const API_PUT_BACK_TEMPLATE: &str = "/api/v1/bodies/{handle}/templates/{template}/put-back";
pub const API_PEOPLE: &str = "/api/v1/bodies/{id}/people";
pub const API_PROCEDURE: &str = "/api/v1/procedures/{name}";

/// All but the unreserved characters of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path with its gaps filled in their order; each filling is one segment, whatever it holds.
fn filled(pattern: &str, fillings: &[&str]) -> String {
    let mut path = String::with_capacity(pattern.len() + 40);
    let mut rest = pattern;
    for filling in fillings {
        let Some((before, after)) = rest.split_once('{') else { break };
        path.push_str(before);
        path.push_str(&segment(filling));
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    path + rest
}

/// One segment of a path. A browser would read `.` and `..` as steps in the path, so they get a neighbour.
fn segment(text: &str) -> String {
    match text {
        "." | ".." => format!("_{text}"),
        text => utf8_percent_encode(text, SEGMENT).to_string(),
    }
}

/// The address with a query of these names and values; empty values are left out.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, SEGMENT).to_string();
    let query: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    match (query.is_empty(), path.contains('?')) {
        (true, _) => path.to_owned(),
        (false, false) => format!("{path}?{}", query.join("&")),
        (false, true) => format!("{path}&{}", query.join("&")),
    }
}

/// Where to sign in, and to come back afterwards.
pub fn sign_in(then: &str) -> String {
    with_query(SIGN_IN, &[("then", then)])
}

/// A path of this program and nowhere else: what `then=` may hold. `//host` and `/\host` lead elsewhere in browsers.
pub fn is_local(path: &str) -> bool {
    let mut bytes = path.bytes();
    bytes.next() == Some(b'/')
        && !matches!(bytes.next(), Some(b'/' | b'\\'))
        && path.len() <= 2_000
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

pub fn intake_file(hash: &str) -> String {
    filled(INTAKE_FILE, &[hash])
}

pub fn statement(handle: &str) -> String {
    filled(STATEMENT, &[handle])
}

pub fn edit(handle: &str) -> String {
    filled(EDIT, &[handle])
}

/// All notes on a statement, and the form that writes one.
pub fn notes(handle: &str) -> String {
    filled(NOTES, &[handle])
}

/// The notes on the page of the statement itself.
pub fn noted(handle: &str) -> String {
    format!("{}#notes", statement(handle))
}

pub fn preview(handle: &str) -> String {
    filled(PREVIEW, &[handle])
}

/// Tries again the letters about a statement that were not delivered.
pub fn letters_again(handle: &str) -> String {
    filled(LETTERS_AGAIN, &[handle])
}

/// The statement as a Word document.
pub fn document(handle: &str) -> String {
    filled(DOCUMENT, &[handle])
}

/// The page of one act on one subject.
pub fn act(handle: &str, act: &str) -> String {
    filled(ACT, &[handle, &act.replace('_', "-")])
}

/// Leads on to the subject that bears this official number.
pub fn number(number: &str) -> String {
    filled(NUMBER, &[number])
}

pub fn file(hash: &str, name: &str) -> String {
    filled(FILE, &[hash, name])
}

/// A body's page, with its addresses.
pub fn body(handle: &str) -> String {
    filled(BODY, &[handle])
}

/// The register of a body's numbers; `series` and `period` say which, empty ones the first.
pub fn numbers(handle: &str, series: &str, period: &str) -> String {
    with_query(&filled(NUMBERS, &[handle]), &[("series", series), ("period", period)])
}

/// The form that reserves a number of a body (`reserve`), releases one (`release`) or makes one void (`void`).
pub fn set_aside(handle: &str, act: &str, series: &str, period: &str, number: &str) -> String {
    with_query(&filled(SET_ASIDE, &[handle, act]), &[("series", series), ("period", period), ("number", number)])
}

/// The templates of replies of a body.
pub fn templates(handle: &str) -> String {
    filled(TEMPLATES, &[handle])
}

/// The form for a new one.
pub fn new_template(handle: &str) -> String {
    filled(NEW_TEMPLATE, &[handle])
}

/// What is done to a template, as addresses spell it.
const TEMPLATE_ACTS: [(&str, Act); 3] =
    [("correct", Act::CorrectTemplate), ("end", Act::EndTemplate), ("put-back", Act::PutBackTemplate)];

/// The act that an address names.
pub fn template_act(segment: &str) -> Option<Act> {
    TEMPLATE_ACTS.into_iter().find(|(name, _)| *name == segment).map(|(_, act)| act)
}

/// The form that does something to a template.
pub fn template(handle: &str, template: &str, act: Act) -> String {
    let segment = TEMPLATE_ACTS.iter().find(|(_, one)| *one == act).map_or("", |(name, _)| name);
    filled(TEMPLATE, &[handle, template, segment])
}

pub fn person(handle: &str) -> String {
    filled(PERSON, &[handle])
}

pub fn password(handle: &str) -> String {
    filled(PASSWORD, &[handle])
}

/// A meeting's page.
pub fn meeting(handle: &str) -> String {
    filled(MEETING, &[handle])
}

/// A list of statements for a meeting: `incoming`, `outgoing.docx`.
pub fn meeting_list(handle: &str, list: &str) -> String {
    filled(MEETING_LIST, &[handle, list])
}

/// The form that writes something down: a body, a person, an appointment, a meeting.
pub fn new_record(kind: &str) -> String {
    filled(NEW_RECORD, &[kind])
}

/// The form that ends one.
pub fn end_record(handle: &str) -> String {
    filled(END_RECORD, &[handle])
}

/// The form that takes its end back.
pub fn take_back_record(handle: &str) -> String {
    filled(TAKE_BACK_RECORD, &[handle])
}

/// The form that corrects one.
pub fn correct_record(handle: &str) -> String {
    filled(CORRECT_RECORD, &[handle])
}

/// The form that merges a body into another.
pub fn merge_record(handle: &str) -> String {
    filled(MERGE_RECORD, &[handle])
}

/// The form that corrects an entry of a body's address book (`correct`), or ends it (`end`).
pub fn mend_address(handle: &str, entry: &str, act: &str) -> String {
    filled(MEND_ADDRESS, &[handle, entry, act])
}

/// A procedure; `here` is the state in which the reader's object is.
pub fn procedure(name: &str, here: Option<&str>) -> String {
    with_query(&filled(PROCEDURE, &[name]), &[("here", here.unwrap_or_default())])
}

pub fn letter(id: &str) -> String {
    filled(LETTER, &[id])
}

pub fn letter_raw(id: &str) -> String {
    filled(LETTER_RAW, &[id])
}

pub fn letter_file(id: &str, index: usize, name: &str) -> String {
    filled(LETTER_FILE, &[id, &index.to_string(), name])
}

pub fn asset(digest: &str, name: &str) -> String {
    filled(ASSET, &[digest, name])
}

pub fn api_statement(handle: &str) -> String {
    filled(API_STATEMENT, &[handle])
}

pub fn api_notes(handle: &str) -> String {
    filled(API_NOTES, &[handle])
}

pub fn api_body(handle: &str) -> String {
    filled(API_BODY, &[handle])
}

pub fn api_templates(handle: &str) -> String {
    filled(API_TEMPLATES, &[handle])
}

pub fn api_act(handle: &str, act: &str) -> String {
    filled(API_ACT, &[handle, &act.replace('_', "-")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_gap_stays_one_segment() {
        assert_eq!(statement("LS-1042"), "/liaisons/LS-1042");
        assert_eq!(number("SC 27 N 23/4"), "/n/SC%2027%20N%2023%2F4");
        assert_eq!(file("ab12", "Entwürfe & mehr?.docx"), "/files/ab12/Entw%C3%BCrfe%20%26%20mehr%3F.docx");
        assert_eq!(file("ab12", ".."), "/files/ab12/_..");
        assert_eq!(statement("{handle}"), "/liaisons/%7Bhandle%7D");
        assert_eq!(act("LS-1042", "approve_at_sg"), "/acts/LS-1042/approve-at-sg");
    }

    #[test]
    fn a_query_holds_only_what_is_given() {
        assert_eq!(procedure("statement", None), "/procedures/statement");
        assert_eq!(procedure("statement", Some("in_review")), "/procedures/statement?here=in_review");
        assert_eq!(with_query("/liaisons?q=a", &[("after", "1 & 2"), ("to", "")]), "/liaisons?q=a&after=1%20%26%202");
        assert_eq!(sign_in("/liaisons?q=a b"), "/sign-in?then=%2Fliaisons%3Fq%3Da%20b");
    }

    #[test]
    fn only_paths_of_this_program_are_local() {
        for path in ["/", "/liaisons?q=%20a", "/acts/LS-1042/send"] {
            assert!(is_local(path), "{path}");
        }
        for path in [
            "",
            "liaisons",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nSet-Cookie: a=b",
            "/\t/evil.example",
            "/a b",
        ] {
            assert!(!is_local(path), "{path}");
        }
    }
}
