//! What holds for every answer.

use std::fs;
use std::path::Path;

use actix_web::middleware::from_fn;
use actix_web::{HttpResponse, test, web};
use entente::db::{Cluster, Durability, Setup, Urls, migrate};
use entente::links;
use entente::web::{guard, routes};

use super::{COUNSELLOR, House, app, settings};

/// The patterns that `routes.rs` answers by GET, read off the sources, filled with something.
fn got() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let routes = fs::read_to_string(root.join("web/routes.rs")).unwrap();
    let addresses = fs::read_to_string(root.join("links.rs")).unwrap();
    let with_get = routes.split(".service(").filter(|one| one.contains("get()"));
    let names = with_get.filter_map(|one| Some(one.split_once("links::")?.1.split(')').next()?.to_owned()));
    names
        .map(|name| {
            let line = addresses.lines().find(|line| line.starts_with(&format!("pub const {name}: "))).unwrap();
            let mut path = line.split('"').nth(1).unwrap().to_owned();
            while let (Some(open), Some(close)) = (path.find('{'), path.find('}')) {
                let filling = match &path[open..=close] {
                    "{id}" => "0190a000-0000-7000-8000-000000000000",
                    "{index}" => "0",
                    "{handle}" => "LS-1001",
                    _ => "statement",
                };
                path.replace_range(open..=close, filling);
            }
            path
        })
        .collect()
}

const TABLES: [&str; 12] = [
    "event",
    "subject",
    "session",
    "sign_in_attempt",
    "caught_letter",
    "outbox",
    "command_key",
    "secret",
    "file",
    "upload",
    "credential",
    "deployment",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_page_changes_anything_when_it_is_opened() {
    let house = House::demo().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let mut before = Vec::new();
    for table in TABLES {
        before.push(house.count(table).await);
    }
    let paths = got();
    assert!(paths.len() >= 12, "{paths:?}");
    for path in &paths {
        for method in ["GET", "HEAD"] {
            let answer = browser.ask(method, path, &[], "").await;
            assert!(answer.status < 500 && answer.status != 405, "{method} {path}: {}", answer.status);
            assert!(method == "GET" || answer.body.is_empty(), "{path}");
        }
    }
    for (table, before) in TABLES.iter().zip(before) {
        assert_eq!(house.count(table).await, before, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers() {
    let house = House::demo().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let paths = got().into_iter().chain(["/nowhere".to_owned(), "/%00".to_owned(), "/api/v1/nowhere".to_owned()]);
    for path in paths {
        let answer = browser.get(&path).await;
        for (name, part) in [
            ("content-security-policy", "default-src"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("permissions-policy", "camera=()"),
            ("vary", "cookie"),
        ] {
            assert!(answer.header(name).contains(part), "{path}: {name} is {:?}", answer.header(name));
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "not over http");
    }
    let secure = House::with(&[("ENTENTE_PUBLIC_URL", "https://entente.example.org")], false).await;
    assert!(secure.browser().get("/sign-in").await.header("strict-transport-security").contains("max-age"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_asset_is_kept_for_a_year_and_an_old_address_is_gone() {
    let house = House::open().await;
    let mut browser = house.browser();
    let page = browser.get("/sign-in").await.body;
    let path = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let answer = browser.get(path).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(answer.header("cache-control").contains("immutable"));
    assert_eq!(browser.get("/assets/00000000/entente.css").await.status, 404);
    assert_eq!(browser.get("/assets/00000000/..%2f..%2fCargo.toml").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_path_is_answered_with_a_page_and_the_api_with_a_problem() {
    let house = House::demo().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    let page = browser.get("/nowhere").await;
    assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(page.body.contains("Nothing is here") && page.body.contains("Counsellor SG17"));
    assert!(!house.browser().get("/nowhere").await.body.contains("Counsellor SG17"));
    let problem = browser.get("/api/v1/nowhere").await;
    assert_eq!((problem.status, problem.header("content-type")), (404, "application/problem+json"));
    let read: serde_json::Value = serde_json::from_str(&problem.body).unwrap();
    assert_eq!(
        (&read["status"], &read["code"], &read["title"]),
        (&404.into(), &"missing".into(), &"Nothing is here".into())
    );
    assert!(read["type"].is_string() && read["detail"].is_string() && read["refusals"].is_array(), "{read}");
    let asked = browser.ask("GET", "/nowhere", &[("Accept", "application/json")], "").await;
    assert_eq!(asked.header("content-type"), "application/problem+json");
    let method = browser.ask("DELETE", "/procedures", &[], "").await;
    assert_eq!(method.status, 405);
    assert!(method.body.contains("This cannot be done here"));
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_are_no_text_are_refused_in_words() {
    let house = House::demo().await;
    let mut browser = house.signed_in(COUNSELLOR).await;
    for path in [
        "/procedures/%00",
        "/procedures/%ff",
        "/procedures/statement?here=%00",
        "/letters?before=soon",
        "/sign-in?then=%ff",
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.body.contains("This request cannot be read"), "{path}");
    }
    for path in [
        "/letters/1",
        "/letters/0190a000-0000-7000-8000-000000000000/files/-1/x",
        "/procedures/x%27y",
        "/procedures/..%2f",
    ] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_pages_say_so_and_come_back_by_themselves() {
    let folder = std::path::PathBuf::from(format!("/tmp/entente-test-{}", uuid::Uuid::new_v4().simple()));
    let setup = || Setup { data: folder.clone(), bin: None, durability: Durability::Durable };
    let mut cluster = Cluster::start(setup()).await.unwrap();
    cluster.make_database("entente").await.unwrap();
    let urls: Urls = cluster.urls("entente");
    let app = app(&urls, settings(&[]), false);
    let (address, running) = super::started(&app);
    let mut browser = super::Browser::new(address);
    assert_eq!((browser.get("/healthz").await.status, &*browser.get("/healthz").await.body), (503, "database away\n"));
    migrate::run(&urls.owner, |_| {}).await.unwrap();
    assert_eq!(browser.get("/healthz").await.status, 200);
    let stored = browser.cookies.insert("entente".into(), "ab".repeat(32));
    assert!(stored.is_none());

    cluster.stop().unwrap();
    assert_eq!(browser.get("/healthz").await.status, 503);
    let page = browser.get("/letters").await;
    assert_eq!(page.status, 503);
    assert!(page.body.contains("Back in a moment") && !page.header("retry-after").is_empty());
    let problem = browser.ask("GET", "/letters", &[("Accept", "application/json")], "").await;
    assert!(problem.body.contains("\"away\"") && !problem.header("retry-after").is_empty());
    assert_eq!(browser.get("/robots.txt").await.status, 200, "what needs no database is there");

    let _cluster = Cluster::start(setup()).await.unwrap();
    assert_eq!(browser.get("/letters").await.status, 303);
    assert_eq!(browser.get("/healthz").await.status, 200);
    drop(running.stop(false));
    let _ = fs::remove_dir_all(&folder);
}

async fn panics() -> HttpResponse {
    panic!("on purpose")
}

/// What the framework's own extractors say.
async fn wants(_: web::Json<Vec<u8>>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[actix_web::test]
async fn a_panic_and_the_frameworks_own_errors_are_answered_in_words() {
    let nowhere = || "postgresql://nobody@127.0.0.1:1/none".to_owned();
    let urls = Urls { owner: nowhere(), writer: nowhere(), reader: nowhere() };
    let server = actix_web::App::new()
        .app_data(web::Data::new(app(&urls, settings(&[]), false)))
        .wrap(from_fn(guard::guard))
        .route("/panic", web::get().to(panics))
        .route("/api/wants", web::post().to(wants))
        .configure(routes::all);
    let service = test::init_service(server).await;
    let request = test::TestRequest::get().uri("/panic").to_request();
    let answer = test::try_call_service(&service, request).await.unwrap_err().error_response();
    assert_eq!((answer.status().as_u16(), answer.headers().get("x-content-type-options").is_some()), (500, true));
    let page = actix_web::body::to_bytes(answer.into_body()).await.unwrap();
    let page = String::from_utf8(page.to_vec()).unwrap();
    assert!(
        page.contains("Something went wrong here") && page.contains("Quote ") && !page.contains("on purpose"),
        "{page}"
    );
    for (kind, body, status) in [("application/json", "[1,", 400), ("application/json", "", 400)] {
        let request =
            test::TestRequest::post().uri("/api/wants").insert_header(("content-type", kind)).set_payload(body);
        let answer = test::call_service(&service, request.to_request()).await;
        assert_eq!(
            (answer.status().as_u16(), answer.headers().get("content-type").unwrap().to_str().unwrap()),
            (status, "application/problem+json")
        );
    }
    let answer = test::call_service(&service, test::TestRequest::get().uri(links::HEALTH).to_request()).await;
    assert_eq!(answer.status(), 503);
}
