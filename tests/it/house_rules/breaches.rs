//! Each rule, broken on purpose: a rule that finds nothing in code that breaks it holds nothing.

use super::source::Source;
use super::*;

fn found(rule: fn(&Source) -> Vec<String>, path: &str, text: &str) -> usize {
    rule(&Source::new(path, text)).len()
}

#[test]
fn an_import_upwards_is_found_however_it_is_written() {
    let upward = |path, text| found(upward_imports, path, text);
    assert_eq!(upward("src/facts/body.rs", "use crate::web::App;"), 1);
    assert_eq!(upward("src/facts/body.rs", "use crate::{domain::said, read::{seen, home}, cli};"), 2);
    assert_eq!(upward("src/facts/body.rs", "use super::super::jobs;"), 1);
    assert_eq!(upward("src/facts/mod.rs", "use super::mail::x;"), 1);
    assert_eq!(upward("src/facts/body.rs", "fn f() { crate::web::go() }"), 1);
    assert_eq!(upward("src/write/door.rs", "use crate::read::home;"), 1);
    assert_eq!(upward("src/facts/body.rs", "use crate::{domain::web, db}; use super::web;"), 0);
    assert_eq!(upward("src/facts/body.rs", "#[cfg(test)] mod tests { use crate::web::App; }"), 0);
}

#[test]
fn what_the_domain_may_not_know_is_found() {
    for text in [
        "async fn f() {}",
        "fn f() { Utc::now(); }",
        "use rand::random;",
        "fn f() { Uuid::now_v7(); }",
        "fn f() { Uuid::new_v4(); }",
        "use diesel::prelude::*;",
        "use actix_web::web;",
        "fn f(t: SystemTime) {}",
    ] {
        assert_eq!(found(impurities, "src/domain/x.rs", text), 1, "{text}");
        assert_eq!(found(impurities, "src/web/x.rs", text), 0, "{text}");
    }
}

#[test]
fn sql_that_writes_is_found() {
    for text in [
        "fn f() { diesel::insert_into(t); }",
        "use diesel::{update, prelude::*};",
        "fn f() { diesel::delete(t); }",
        "fn f() { sql_query(\"\"); }",
        "fn f() { conn.batch_execute(\"\"); }",
        "fn f() { q.execute(conn); }",
    ] {
        assert_eq!(found(writing_calls, "src/read/x.rs", text), 1, "{text}");
        assert_eq!(found(writing_calls, "src/write/x.rs", text), 0, "{text}");
    }
    assert_eq!(found(writer_pool, "src/jobs/x.rs", "fn f() { pools.writer.connection() }"), 1);
}

#[test]
fn environment_status_codes_and_addresses_are_found() {
    assert_eq!(found(environment, "src/web/x.rs", "fn f() { std::env::var(\"A\"); }"), 1);
    assert_eq!(found(environment, "src/web/x.rs", "use std::env::{self, var};"), 1);
    assert_eq!(found(environment, "src/web/x.rs", "fn f() { std::env::current_exe(); }"), 0);
    assert_eq!(found(status_codes, "src/web/x.rs", "use actix_web::http::StatusCode;"), 1);
    assert_eq!(found(status_codes, "src/web/x.rs", "fn f() { HttpResponse::NotFound(); HttpResponse::Ok(); }"), 1);
    assert_eq!(found(spelled_paths, "src/web/x.rs", "fn f() { go(\"/liaisons\"); go(\"/\"); }"), 1);
    assert_eq!(found(spelled_paths, "src/web/x.rs", "/// \"/liaisons\"\nfn f() {}"), 0);
}

#[test]
fn length_unwraps_and_empty_names_are_found() {
    let long = format!("fn f() {{\n{}}}", "g();\n".repeat(60));
    assert_eq!(found(long_functions, "src/web/x.rs", &long), 1);
    assert_eq!(found(unwraps, "src/web/x.rs", "fn f() { x.unwrap(); y.expect(\"\"); todo!(); x.unwrap_or(1); }"), 3);
    assert_eq!(found(unwraps, "src/web/x.rs", "#[cfg(test)] mod tests { fn f() { x.unwrap(); } }"), 0);
    assert_eq!(found(empty_names, "src/web/utils/x.rs", ""), 1);
    assert_eq!(found(empty_names, "src/web/service.rs", ""), 1);
    assert_eq!(
        found(empty_verbs, "src/web/x.rs", "fn get_it() {} fn do_it() {} fn handle_it() {} fn process_it() {}"),
        4
    );
}

#[test]
fn a_question_without_a_sight_is_found() {
    let open = |text: &str| sight::open(&[Source::new("src/read/x.rs", text)]).len();
    assert_eq!(open("pub async fn all(conn: &mut Conn) { statement::table.load(conn) }"), 1);
    assert_eq!(open("pub async fn all(conn: &mut Conn, sight: &Sight) { statement::table.load(conn) }"), 0);
    assert_eq!(open("pub fn all(s: &Sight) { rows() } fn rows() { destination::table }"), 0);
    assert_eq!(open("pub fn all() { rows() } fn rows() { destination::table }"), 1);
}

#[test]
fn a_handler_that_grew_or_is_nowhere_is_found() {
    let of = |routes: &str, page: &str| {
        let all = [Source::new("src/web/routes.rs", routes), Source::new("src/web/pages/home.rs", page)];
        handlers::long(&all)
    };
    let routes =
        "fn all(c: &mut C) { c.service(resource(HOME).route(get().to(home::show))).default(web::to(nothing)); }
                  async fn nothing() {}";
    let page = |lines: usize| format!("pub async fn show() {{\n{}}}", "g();\n".repeat(lines));
    assert_eq!(of(routes, &page(23)), (vec![], 2));
    assert_eq!(of(routes, &page(24)).0.len(), 1);
    assert_eq!(of(routes, "pub async fn other() {}").0.len(), 1);
}

#[test]
fn a_comparison_of_a_state_is_found_however_it_is_written() {
    for text in [
        "fn f() { if row.state == \"issued\" {} }",
        "fn f() { if change.state != Some(State::Void.name()) {} }",
        "fn f() { let a = Some(st::State::Draft) == x; }",
        "fn f() { all.filter(|one| one.to_state.as_deref() == Some(\"sent\")); }",
        "fn f() { assert!(facts.state() == x); }",
        "fn f() { matches!(facts.state, Some(S::Draft)); }",
        "fn f() { matches!(x, Some(State::Draft | State::Sent)); }",
        "fn f() { if let Some(State::Draft) = x {} }",
        "fn f() { UNSENT.contains(&state.as_str()); }",
        "fn f() { t.filter(statement::state.eq(\"sent\")); }",
        "fn f() { t.filter(schema::allocation::state.eq_any([\"noted\", \"void\"])); }",
        "fn f() { t.filter(registration::state.ne(State::Void.name())); }",
    ] {
        assert_eq!(found(states::state_comparisons, "src/read/x.rs", text), 1, "{text}");
        assert_eq!(found(states::state_comparisons, "src/domain/x.rs", text), 0, "{text}");
    }
    for text in [
        "fn f() { registration::state.eq(state); outbox::state.eq(\"sent\"); names(State::stands); }",
        "fn f() { if turns.waiting_for(&row.state) == x { State::ALL.iter(); } }",
        "#[cfg(test)] mod tests { fn f() { assert!(a.state == b); } }",
    ] {
        assert_eq!(found(states::state_comparisons, "src/read/x.rs", text), 0, "{text}");
    }
}
