//! Every fault of a mail server, and the one of four answers that the outbox must get for it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use entente::mail::letter::{Letter, Party};
use entente::mail::post::{Accepted, Memory, Post, Refused, SettingError};
use entente::mail::sink::{Basket, Catch, Catching, Caught, Drops, Faults, Sink};

use super::a_letter;

async fn with(faults: Faults) -> (Sink, Basket, Post) {
    let basket = Basket::default();
    let sink = Sink::start("127.0.0.1:0".parse().unwrap(), faults, Arc::new(basket.clone())).await.unwrap();
    let post = Post::from_setting(&format!("smtp://{}/entente.example.org", sink.address())).unwrap();
    (sink, basket, post)
}

fn hurried(post: &Post) -> Post {
    match post {
        Post::Smtp(smtp) => Post::Smtp(smtp.with_patience(Duration::from_millis(300))),
        Post::File(_) | Post::Memory(_) => panic!("not SMTP"),
    }
}

fn numbered(number: usize) -> Letter {
    Letter { message_id: format!("{number}@entente.example.org"), attachments: vec![], ..a_letter() }
}

fn later(sent: Result<Accepted, Refused>) -> Option<u16> {
    match sent {
        Err(Refused::Later { code, .. }) => code,
        other => panic!("{other:?}"),
    }
}

fn never(sent: Result<Accepted, Refused>) -> Option<u16> {
    match sent {
        Err(Refused::Never { code, .. }) => code,
        other => panic!("{other:?}"),
    }
}

fn no_server(sent: Result<Accepted, Refused>) -> String {
    match sent {
        Err(Refused::NoServer { text }) => text,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_letter_arrives_byte_for_byte() {
    let (_sink, basket, post) = with(Faults::default()).await;
    let letter = a_letter();
    let accepted = post.send(&letter).await.unwrap();
    assert!(accepted.reply.starts_with("250 "), "{accepted:?}");
    let caught = basket.letters();
    assert_eq!(caught.len(), 1);
    assert_eq!(
        (caught[0].from.as_str(), &caught[0].to),
        ("entente@example.org", &vec!["rapporteur@example.org".into()])
    );
    assert!(caught[0].raw == letter.raw().unwrap(), "the bytes differ");
}

#[tokio::test]
async fn a_letter_of_eight_megabytes_arrives_byte_for_byte() {
    let (_sink, basket, post) = with(Faults::default()).await;
    let mut letter = a_letter();
    letter.text = ".\n..\n.dot\n".repeat(20_000);
    letter.attachments[0].bytes = vec![0x5a; 6_000_000];
    post.send(&letter).await.unwrap();
    assert!(basket.letters()[0].raw == letter.raw().unwrap(), "the bytes differ");
}

#[tokio::test]
async fn a_letter_to_an_address_outside_ascii_asks_for_smtputf8() {
    let (_sink, basket, post) = with(Faults::default()).await;
    let letter = Letter { to: Party::new("Émile", "émile@example.org"), ..numbered(1) };
    post.send(&letter).await.unwrap();
    assert_eq!(basket.letters()[0].to, ["émile@example.org"]);
}

#[tokio::test]
async fn letters_share_a_connection() {
    // The second connection would be sent away.
    let (_sink, basket, post) = with(Faults { busy: true, every: 2, ..Faults::default() }).await;
    for number in 0..5 {
        post.send(&numbered(number)).await.unwrap();
        assert!(post.probe().await);
    }
    assert_eq!(basket.letters().len(), 5);
}

#[tokio::test]
async fn a_server_that_is_gone_is_no_server_until_it_is_back() {
    let (sink, basket, post) = with(Faults::default()).await;
    post.send(&numbered(1)).await.unwrap();
    sink.set(Faults { refuse: true, ..Faults::default() });
    tokio::time::sleep(Duration::from_millis(50)).await;
    no_server(post.send(&numbered(2)).await);
    assert!(!post.probe().await);
    sink.set(Faults::default());
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(post.probe().await);
    post.send(&numbered(2)).await.unwrap();
    assert_eq!(basket.letters().len(), 2);
    sink.stop().await;
    no_server(post.send(&numbered(3)).await);
}

#[tokio::test]
async fn a_greeting_with_421_is_no_server() {
    let (_sink, _, post) = with(Faults { busy: true, ..Faults::default() }).await;
    assert!(no_server(post.send(&numbered(1)).await).starts_with("421 "));
    assert!(!post.probe().await);
}

#[tokio::test]
async fn a_server_that_wants_a_sign_in_is_no_server() {
    let (_sink, _, post) = with(Faults { closed: true, ..Faults::default() }).await;
    assert!(no_server(post.send(&numbered(1)).await).starts_with("530 "));
}

#[tokio::test]
async fn a_local_error_is_for_later() {
    let (sink, basket, post) = with(Faults { local_error: true, ..Faults::default() }).await;
    assert_eq!(later(post.send(&numbered(1)).await), Some(451));
    sink.set(Faults::default());
    post.send(&numbered(1)).await.unwrap();
    assert_eq!(basket.letters().len(), 1);
}

#[tokio::test]
async fn a_greylisted_letter_passes_the_second_time() {
    let (_sink, basket, post) = with(Faults { greylist: 1, ..Faults::default() }).await;
    assert_eq!(later(post.send(&numbered(1)).await), Some(451));
    post.send(&numbered(1)).await.unwrap();
    post.send(&numbered(2)).await.unwrap();
    let other = Letter { to: Party::new("", "chair@example.org"), ..numbered(3) };
    assert_eq!(later(post.send(&other).await), Some(451));
    assert_eq!(basket.letters().len(), 2);
}

#[tokio::test]
async fn an_unknown_mailbox_is_for_never_and_only_for_that_letter() {
    let (_sink, basket, post) = with(Faults { unknown: vec!["Gone@".into()], ..Faults::default() }).await;
    let letter = Letter { to: Party::new("", "gone@example.org"), ..numbered(1) };
    let sent = post.send(&letter).await;
    assert!(matches!(&sent, Err(Refused::Never { text, .. }) if text == "550 5.1.1 No such mailbox"), "{sent:?}");
    assert_eq!(never(sent), Some(550));
    post.send(&numbered(2)).await.unwrap();
    assert_eq!(basket.letters().len(), 1);
}

#[tokio::test]
async fn a_full_mailbox_is_for_never() {
    let (_sink, basket, post) = with(Faults { full: true, ..Faults::default() }).await;
    assert_eq!(never(post.send(&numbered(1)).await), Some(552));
    assert!(basket.letters().is_empty());
}

#[tokio::test]
async fn a_connection_that_breaks_within_a_letter_is_for_later() {
    let (_sink, basket, post) = with(Faults { drops: Some(Drops::InData), ..Faults::default() }).await;
    assert_eq!(later(post.send(&a_letter()).await), None);
    assert!(basket.letters().is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_for_later_and_the_second_attempt_is_byte_equal() {
    let (sink, basket, post) = with(Faults { drops: Some(Drops::AfterData), ..Faults::default() }).await;
    assert_eq!(later(post.send(&a_letter()).await), None);
    sink.set(Faults::default());
    post.send(&a_letter()).await.unwrap();
    let caught = basket.letters();
    assert_eq!(caught.len(), 2);
    assert!(caught[0].raw == caught[1].raw, "the second attempt differs");
}

#[tokio::test]
async fn an_answer_that_is_too_late_counts_for_its_letter_and_is_for_nobody_else() {
    let slow = Faults { delay_after_data: Duration::from_millis(900), ..Faults::default() };
    let (sink, basket, post) = with(slow).await;
    let post = hurried(&post);
    match post.send(&numbered(1)).await {
        Err(Refused::Late { text }) => assert!(text.starts_with("timeout"), "{text}"),
        other => panic!("{other:?}"),
    }
    sink.set(Faults { unknown: vec!["gone@".into()], ..Faults::default() });
    tokio::time::sleep(Duration::from_millis(1000)).await;
    // Were the connection reused, the first letter's late 250 would be taken for this letter's.
    let letter = Letter { to: Party::new("", "gone@example.org"), ..numbered(2) };
    assert_eq!(never(post.send(&letter).await), Some(550));
    post.send(&numbered(3)).await.unwrap();
    assert!(basket.letters().iter().all(|caught| !caught.to.contains(&"gone@example.org".to_owned())));
}

#[tokio::test]
async fn a_server_slow_at_every_command_is_no_server() {
    let (_sink, _, post) = with(Faults { delay: Duration::from_secs(2), ..Faults::default() }).await;
    let post = hurried(&post);
    assert!(no_server(post.send(&numbered(1)).await).starts_with("timeout"));
    assert!(!post.probe().await);
}

#[tokio::test]
async fn a_fault_can_strike_every_third_letter() {
    let (_sink, basket, post) = with(Faults { local_error: true, every: 3, ..Faults::default() }).await;
    let mut codes = Vec::new();
    for number in 0..6 {
        codes.push(post.send(&numbered(number)).await.is_ok());
    }
    assert_eq!(codes, [true, true, false, true, true, false]);
    assert_eq!(basket.letters().len(), 4);
}

/// A store that is full.
struct Broken;

impl Catch for Broken {
    fn caught(&self, _: Caught) -> Catching {
        Box::pin(async { Err(io::Error::other("full")) })
    }
}

#[tokio::test]
async fn a_letter_that_could_not_be_kept_is_not_acknowledged() {
    let sink = Sink::start("127.0.0.1:0".parse().unwrap(), Faults::default(), Arc::new(Broken)).await.unwrap();
    let post = Post::from_setting(&format!("smtp://{}", sink.address())).unwrap();
    assert_eq!(later(post.send(&numbered(1)).await), Some(451));
}

#[tokio::test]
async fn a_letter_that_cannot_be_written_is_for_never_without_a_server() {
    let letter = Letter { to: Party::new("", "a@example.org, b@example.org"), ..numbered(1) };
    for post in ["smtp://127.0.0.1:9", "memory:"] {
        assert_eq!(never(Post::from_setting(post).unwrap().send(&letter).await), None);
    }
}

#[tokio::test]
async fn a_folder_holds_one_file_a_letter_however_often_it_is_sent() {
    let folder = std::env::temp_dir().join(format!("entente-post-{}", std::process::id()));
    let post = Post::from_setting(&format!("file://{}", folder.display())).unwrap();
    assert!(post.probe().await);
    let first = post.send(&a_letter()).await.unwrap();
    assert_eq!(post.send(&a_letter()).await.unwrap(), first);
    post.send(&numbered(2)).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    assert!(std::fs::read(folder.join(first.reply)).unwrap() == a_letter().raw().unwrap());
    std::fs::remove_dir_all(&folder).unwrap();
    let nowhere = Post::File("/dev/null/post".into());
    no_server(nowhere.send(&a_letter()).await);
    assert!(!nowhere.probe().await);
}

#[tokio::test]
async fn memory_keeps_letters_and_refuses_as_told() {
    let memory = Memory::default();
    let post = Post::Memory(memory.clone());
    memory.refuse_next(Refused::NoServer { text: "away".into() });
    memory.refuse_next(Refused::Later { code: Some(450), text: "later".into() });
    assert!(!post.probe().await);
    assert!(post.probe().await);
    assert_eq!(later(post.send(&numbered(1)).await), Some(450));
    post.send(&numbered(1)).await.unwrap();
    assert_eq!(memory.letters().len(), 1);
    assert_eq!(memory.letters()[0].raw, numbered(1).raw().unwrap());
}

#[tokio::test]
async fn a_setting_names_a_post_or_says_what_is_wrong_with_it() {
    for good in [
        "smtp://localhost",
        "smtp://[::1]:2525",
        "smtp://user:p%40ss@mail.example.org:587/entente.example.org?tls=required",
        "smtps://user:pass@mail.example.org",
        "smtp://mail.example.org?tls=none",
        " memory: ",
        "file:///var/mail",
        "file:out",
    ] {
        assert!(Post::from_setting(good).is_ok(), "{good}");
    }
    let wrong = |setting: &str| Post::from_setting(setting).err();
    assert_eq!(wrong("http://mail.example.org"), Some(SettingError::Scheme));
    assert_eq!(wrong(""), Some(SettingError::Scheme));
    assert_eq!(wrong("smtp://"), Some(SettingError::Host));
    assert_eq!(wrong("smtp://host:99999"), Some(SettingError::Port("99999".into())));
    assert_eq!(wrong("smtps://host?tls=maybe"), Some(SettingError::Tls("maybe".into())));
    assert_eq!(wrong("file:"), Some(SettingError::Folder));
    let secret = Post::from_setting("smtp://user:secret@mail.example.org").unwrap();
    assert!(!format!("{secret:?}").contains("secret"));
}

#[tokio::test]
async fn a_server_that_offers_no_encryption_never_hears_a_password() {
    let (sink, basket, _) = with(Faults::default()).await;
    let port = sink.address().port();
    let required = format!("smtp://user:secret@127.0.0.1:{port}?tls=required");
    no_server(Post::from_setting(&required).unwrap().send(&numbered(1)).await);
    // Not a loopback name, though it leads there: with a password, encryption is asked for unasked.
    let unsaid = format!("smtp://user:secret@0.0.0.0:{port}");
    let text = no_server(Post::from_setting(&unsaid).unwrap().send(&numbered(1)).await);
    assert!(text.contains("STARTTLS"), "{text}");
    let wrapped = hurried(&Post::from_setting(&format!("smtps://127.0.0.1:{port}")).unwrap());
    no_server(wrapped.send(&numbered(1)).await);
    assert!(basket.letters().is_empty());
}
