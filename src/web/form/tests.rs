//! What forms become, and what they cannot.

use serde_json::json;

use super::*;
use actix_web::test::TestRequest;

fn read(body: &str) -> Result<Submitted, Problem> {
    urlencoded(body.as_bytes())
}

fn told(result: Result<Submitted, Problem>) -> Vec<(String, String)> {
    match result {
        Err(Problem::Fields(all)) => all.into_iter().map(|one| (one.field, one.said.key)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn rows_cells_and_lists_find_their_places() {
    let form = read(
        "csrf=abc&key=k1&version=7&topic=a+%26+b&destinations-0-body=x&destinations-0-purpose=action\
         &destinations-10-body=z&destinations-2-body=y&contacts-1-telephone=%2B41&contacts-1-email=a%40example.org\
         &questions=14%2F17&questions=10%2F17&questions=11%2F17&answers=one&topic=last&more=contacts",
    )
    .unwrap();
    assert_eq!((form.csrf.as_str(), form.key.as_str(), form.version), ("abc", "k1", Some(7)));
    assert_eq!(form.more.as_deref(), Some("contacts"));
    let expected = json!({
        "topic": "last",
        "destinations": [{"body": "x", "purpose": "action"}, {"body": "y"}, {"body": "z"}],
        "contacts": [{"tel": "+41", "email": "a@example.org"}],
        "questions": ["14/17", "10/17", "11/17"],
        "answers": "one",
    });
    assert_eq!(Value::Object(form.fields), expected);
}

#[test]
fn a_tick_takes_a_row_out_and_leaves_files_to_their_storing() {
    let form = read(
        "destinations-0-printed=SC+27&destinations-0-drop=on&destinations-1-body=x&contacts-0-name=A&contacts-0-drop=on\
         &files-0-name=a.txt&files-0-drop=on",
    );
    let expected = json!({
        "destinations": [{"body": "x"}], "contacts": [], "files": [{"name": "a.txt", "drop": "on"}],
    });
    assert_eq!(Value::Object(form.unwrap().fields), expected);
}

#[test]
fn what_is_no_text_is_told_at_its_field() {
    assert_eq!(told(read("topic=%ff%fe")), [("topic".to_owned(), "submitted-not-utf8".to_owned())]);
    assert_eq!(told(read("topic=a%00b")), [("topic".to_owned(), "form-control-character".to_owned())]);
    assert_eq!(told(read("a%00b=1")), [("form".to_owned(), "submitted-name".to_owned())]);
    assert_eq!(told(read("version=second")), [("version".to_owned(), "submitted-version".to_owned())]);
    assert_eq!(read("version=&topic=%").unwrap().text("topic"), "%");
}

#[test]
fn two_thousand_fields_are_the_most() {
    let body = |count: usize| (0..count).map(|n| format!("f{n}=1")).collect::<Vec<_>>().join("&");
    assert_eq!(read(&body(FIELDS)).unwrap().fields.len(), FIELDS);
    assert!(matches!(read(&body(FIELDS + 1)), Err(Problem::TooLarge)));
}

#[test]
fn a_file_is_known_by_a_name_that_can_be_seen() {
    assert_eq!(clean_name("C:\\fakepath\\draft.docx"), "draft.docx");
    assert_eq!(clean_name("../../etc/passwd"), "passwd");
    assert_eq!(clean_name("invoice\u{202e}xcod.exe"), "invoicexcod.exe");
    assert_eq!(clean_name("a\r\nb\0.pdf"), "ab.pdf");
    for nothing in ["", "..", ".", "a/", " . "] {
        assert_eq!(clean_name(nothing), "file", "{nothing:?}");
    }
    let long = clean_name(&format!("{}.docx", "é".repeat(400)));
    assert!(long.chars().count() == 150 && long.ends_with("é.docx"));
}

async fn sent(kind: &str, body: impl Into<Bytes>) -> Result<Submitted, Problem> {
    let (request, payload) =
        TestRequest::post().insert_header(("content-type", kind)).set_payload(body).to_http_parts();
    Submitted::read(&request, payload).await
}

fn part(disposition: &str, body: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{body}\r\n")
}

#[actix_web::test]
async fn a_form_with_files_is_read_part_by_part() {
    let body = [
        part("name=\"csrf\"", "abc"),
        part("name=\"destinations-0-body\"", "x"),
        part("name=\"files\"; filename=\"C:\\\\x\\\\LS.pdf\"\r\nContent-Type: application/pdf", "%PDF"),
        part("name=\"files\"; filename=\"\"", ""),
        "--b--\r\n".to_owned(),
    ]
    .concat();
    let form = sent("multipart/form-data; boundary=b", body).await.unwrap();
    assert_eq!(form.csrf, "abc");
    assert_eq!(Value::Object(form.fields), json!({"destinations": [{"body": "x"}]}));
    let files: Vec<_> = form.files.iter().map(|file| (&file.field[..], &file.name[..], &file.media_type[..])).collect();
    assert_eq!(files, [("files", "LS.pdf", "application/pdf")]);
}

#[actix_web::test]
async fn limits_are_kept_whatever_is_sent() {
    let file = |bytes: usize| part("name=\"files\"; filename=\"a.bin\"", &"a".repeat(bytes)) + "--b--\r\n";
    let kind = "multipart/form-data; boundary=b";
    assert_eq!(sent(kind, file(FILE_BYTES)).await.unwrap().files[0].bytes.len(), FILE_BYTES);
    assert!(matches!(sent(kind, file(FILE_BYTES + 1)).await, Err(Problem::TooLarge)));
    let many = (0..=FILES).map(|_| part("name=\"files\"; filename=\"a\"", "a")).collect::<String>() + "--b--\r\n";
    assert!(matches!(sent(kind, many).await, Err(Problem::TooLarge)));
    let text = format!("body={}", "a".repeat(TEXT_BYTES));
    assert!(matches!(sent("application/x-www-form-urlencoded", text).await, Err(Problem::TooLarge)));
}

#[actix_web::test]
async fn broken_bodies_are_refused_in_words() {
    assert!(matches!(sent("text/plain", "a=b").await, Err(Problem::MediaType)));
    assert!(matches!(sent("application/json", "{}").await, Err(Problem::MediaType)));
    assert!(matches!(sent("multipart/form-data", "x").await, Err(Problem::Unreadable)));
    assert!(matches!(sent("multipart/form-data; boundary=b", "--b\r\nnonsense").await, Err(Problem::Unreadable)));
    assert!(matches!(sent("multipart/form-data; boundary=b", "").await, Err(Problem::Unreadable) | Ok(_)));
    let nul = part("name=\"topic\"", "a\0b") + "--b--\r\n";
    assert_eq!(told(sent("multipart/form-data; boundary=b", nul).await)[0].1, "form-control-character");
}
