//! The files around the program say what the program says: `.env.example`, `docker-compose.yml`, `Dockerfile`, `Makefile`
//! and `docs/operations.md` against the list of settings.

use std::collections::BTreeSet;
use std::collections::HashMap;

use entente::config::{Config, ConfigError, SETTINGS, Secured, Unset, example};

fn file(name: &str) -> String {
    let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn config(values: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let values: HashMap<String, String> = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Config::from_lookup(&|name| values.get(name).cloned().or((name == "HOME").then(|| "/home/someone".to_owned())))
}

/// The names that look like settings in a text.
fn names_in(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|w| w.starts_with("ENTENTE_") || *w == "DATABASE_URL").map(str::to_owned).collect()
}

/// One service of the compose file: the lines between its name and the next.
fn service(compose: &str, name: &str) -> String {
    let services = compose.split("\nservices:\n").nth(1).expect("services");
    let mut lines = services.lines().skip_while(|line| *line != format!("  {name}:"));
    lines.next().unwrap_or_else(|| panic!("no service {name}"));
    lines.take_while(|line| line.is_empty() || line.starts_with("   ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_file_is_what_the_list_of_settings_prints() {
    if std::env::var_os("ENTENTE_BLESS").is_some() {
        std::fs::write(format!("{}/.env.example", env!("CARGO_MANIFEST_DIR")), example()).unwrap();
    }
    assert_eq!(file(".env.example"), example(), "ENTENTE_BLESS=1 cargo test deployment writes it anew");
}

#[test]
fn every_example_value_and_every_default_is_accepted() {
    for setting in SETTINGS {
        let owner = ("DATABASE_URL", "postgresql://entente_owner@localhost/entente");
        config(&[owner, (setting.name, setting.example)]).unwrap_or_else(|e| panic!("example: {e}"));
        if let Unset::Is(value) = setting.unset {
            assert_eq!(config(&[(setting.name, value)]), config(&[]), "{} is not {value} when unset", setting.name);
        }
    }
}

#[test]
fn a_value_that_is_not_understood_is_refused_by_the_name_of_its_setting() {
    let wrong = [
        ("ENTENTE_LISTEN", "8080"),
        ("ENTENTE_LISTEN", "localhost:99999"),
        ("ENTENTE_PUBLIC_URL", "entente.example.org"),
        ("ENTENTE_PUBLIC_URL", "https://entente.example.org/sub"),
        ("ENTENTE_DATA", "data"),
        ("ENTENTE_PG_BIN", "bin"),
        ("DATABASE_URL", "mysql://nowhere"),
        ("ENTENTE_SMTP", "mail.example.org"),
        ("ENTENTE_SMTP", "smtp://user@mail.example.org"),
        ("ENTENTE_MAIL_DOMAIN", "not a domain"),
        ("ENTENTE_MAIL_FROM", "Entente"),
        ("ENTENTE_HOLD_MINUTES", "-1"),
        ("ENTENTE_HOLD_MINUTES", "1441"),
        ("ENTENTE_LOG", "every thing"),
    ];
    for (name, value) in wrong {
        let refused = config(&[(name, value)]).expect_err(name).to_string();
        assert!(refused.starts_with(name) && refused.contains("it takes"), "{refused}");
        let setting = SETTINGS.iter().find(|s| s.name == name).unwrap();
        assert_ne!(refused.contains(value), setting.secret, "{refused}");
    }
    let alone = config(&[("ENTENTE_WRITER_URL", "postgresql://entente_writer@localhost/entente")]).unwrap_err();
    assert_eq!(alone, ConfigError::NeedsDatabaseUrl { name: "ENTENTE_WRITER_URL" });
}

#[test]
fn a_mail_server_is_taken_apart_and_its_password_is_never_printed() {
    let config = config(&[("ENTENTE_SMTP", "smtps://sender%40example.org:p%3Ass@mail.example.org")]).unwrap();
    let smtp = config.smtp.clone().unwrap();
    assert_eq!((smtp.host.as_str(), smtp.port, smtp.secured), ("mail.example.org", 465, Secured::Tls));
    let account = smtp.account.as_ref().map(|one| (one.user.as_str(), one.password.as_str()));
    assert_eq!(account, Some(("sender@example.org", "p:ss")));
    let printed = format!("{config:?}");
    assert!(!printed.contains("p:ss") && !printed.contains("p%3Ass"), "{printed}");
}

#[test]
fn the_mail_domain_follows_the_public_address() {
    let domain = |url: &str| config(&[("ENTENTE_PUBLIC_URL", url)]).unwrap().mail_domain;
    assert_eq!(domain("https://entente.example.org"), "entente.example.org");
    assert_eq!(domain("https://entente.example.org:8443/"), "entente.example.org");
    assert_eq!(domain("http://127.0.0.1:8080"), "entente.localhost");
    assert_eq!(config(&[]).unwrap().mail_from, "Entente <entente@entente.localhost>");
}

#[test]
fn only_a_loopback_address_counts_as_this_machine_only() {
    let loopback = |listen: &str| config(&[("ENTENTE_LISTEN", listen)]).unwrap().listens_on_loopback_only();
    assert!(loopback("127.0.0.1:8080") && loopback("[::1]:8080") && loopback("localhost:8080"));
    assert!(!loopback("0.0.0.0:8080") && !loopback("[::]:8080"));
}

#[test]
fn the_compose_file_has_its_services_and_names_only_settings_that_exist() {
    let compose = file("docker-compose.yml");
    for name in ["postgres", "migrate", "web", "worker", "mail"] {
        service(&compose, name);
    }
    for (name, command) in [("migrate", "migrate"), ("web", "serve"), ("worker", "worker")] {
        let text = service(&compose, name);
        assert!(text.contains("<<: *entente") && text.contains(&format!("command: [\"{command}\"]")), "{text}");
    }
    let mut known: BTreeSet<String> = SETTINGS.iter().map(|s| s.name.to_owned()).collect();
    // The one variable that is the compose file's own.
    known.insert("ENTENTE_DB_PASSWORD".to_owned());
    let unknown: Vec<_> = names_in(&compose).difference(&known).cloned().collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    // All settings but those of the private cluster.
    let missing: Vec<_> = known.difference(&names_in(&compose)).cloned().collect();
    assert_eq!(missing, ["ENTENTE_DATA", "ENTENTE_PG_BIN"]);
}

#[test]
fn the_ports_of_image_compose_file_and_settings_are_the_same() {
    let compose = file("docker-compose.yml");
    let docker = file("Dockerfile");
    assert!(compose.contains("ENTENTE_LISTEN: 0.0.0.0:8080") && docker.contains("ENTENTE_LISTEN=0.0.0.0:8080"));
    assert!(docker.contains("\nEXPOSE 8080\n"));
    assert!(service(&compose, "web").contains("127.0.0.1:8080:8080"));
    assert!(
        compose.contains("ENTENTE_SMTP-smtp://mail:1025") && compose.matches("@postgres:5432/entente").count() == 3
    );
}

#[test]
fn the_roles_of_the_compose_database_are_those_of_the_program() {
    use entente::db::Role;
    let roles = file("docker/roles.sh");
    for role in [Role::Owner, Role::Writer, Role::Reader] {
        assert!(roles.contains(&format!("CREATE ROLE {} LOGIN", role.name())), "{}", role.name());
        assert!(file("docs/operations.md").contains(&format!("CREATE ROLE {} LOGIN", role.name())), "{}", role.name());
    }
}

#[test]
fn the_guide_for_operations_explains_every_setting_and_invents_none() {
    let guide = names_in(&file("docs/operations.md"));
    for setting in SETTINGS {
        assert!(guide.contains(setting.name), "{} is not in docs/operations.md", setting.name);
    }
    let known = |name: &String| {
        SETTINGS.iter().any(|s| s.name == *name)
            || ["ENTENTE_DB_PASSWORD", "ENTENTE_TEST_CLUSTER"].contains(&name.as_str())
    };
    let unknown: Vec<_> = guide.into_iter().filter(|name| !known(name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn continuous_integration_runs_make_test_and_nothing_else() {
    let lines: Vec<String> = file(".ci/run").lines().map(str::to_owned).collect();
    assert_eq!(lines, ["#!/bin/sh", "set -eu", "cd \"$(dirname \"$0\")/..\"", "exec make test"]);
    assert!(file("Makefile").contains("60m"), "the tests stop themselves");
}
