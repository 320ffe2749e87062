//! Access tokens: what opens, and everything that does not.

use chrono::{TimeDelta, Utc};
use entente::web::token;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::{COUNSELLOR, House, PASSWORD};

async fn status(house: &House, token: &str) -> u16 {
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str()), ("Accept", "application/json")];
    let answer = house.browser().ask("GET", "/letters", &headers, "").await;
    if answer.status == 401 {
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    answer.status
}

/// The claims of a token, whoever signed it.
fn claims(token: &str) -> Value {
    jsonwebtoken::dangerous::insecure_decode::<Value>(token).unwrap().claims
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_opens_until_its_session_ends() {
    let house = House::demo().await;
    let given = token::sign_in(&house.app, COUNSELLOR, PASSWORD, "192.0.2.7").await.unwrap();
    assert_eq!((given.token_type, given.expires_in), ("Bearer", 900));
    assert_eq!(status(&house, &given.access_token).await, 200);
    let session = token::session(&house.app, &given.access_token).await.unwrap().unwrap();
    house.app.upkeep.end_session(&session.id, Utc::now()).await.unwrap();
    assert_eq!(status(&house, &given.access_token).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_wrong_in_any_way_opens_nothing() {
    let house = House::demo().await;
    let begun = house.app.upkeep.open_session(house.counsellor, None, Utc::now()).await.unwrap();
    let good = token::give(&house.app, &begun.session, Utc::now()).await.unwrap().access_token;
    assert_eq!(status(&house, &good).await, 200);
    let key = house.app.upkeep.access_token_key().await.unwrap();
    let signed = |algorithm, claims: &Value, key: &[u8]| {
        encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key)).unwrap()
    };
    let mut right = claims(&good);
    assert_eq!(status(&house, &signed(Algorithm::HS256, &right, &key)).await, 200, "the test signs as we do");
    let mut wrong = vec![
        ("another key", signed(Algorithm::HS256, &right, b"another key of somebody else")),
        ("another algorithm", signed(Algorithm::HS512, &right, &key)),
        ("rubbish", "a.b.c".to_owned()),
        ("nothing", String::new()),
        ("the session's own token", begun.token.clone()),
        ("no signature", good.rsplit_once('.').unwrap().0.to_owned() + "."),
    ];
    let none =
        [json!({"alg": "none", "typ": "JWT"}), right.clone()].map(|part| base64_url(part.to_string().as_bytes()));
    wrong.push(("alg none", format!("{}.{}.", none[0], none[1])));
    let changes = [
        ("exp", json!((Utc::now() - TimeDelta::seconds(2)).timestamp())),
        ("iss", json!("https://evil.example")),
        ("aud", json!("another")),
        ("sub", json!(house.administrator)),
        ("sid", json!("00".repeat(32))),
        ("sid", json!("no hex")),
    ];
    for (claim, value) in changes {
        let before = right[claim].clone();
        right[claim] = value;
        wrong.push((claim, signed(Algorithm::HS256, &right, &key)));
        right[claim] = before;
    }
    for (why, token) in wrong {
        assert_eq!(status(&house, &token).await, 401, "{why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_for_a_quarter_of_an_hour() {
    let house = House::demo().await;
    let begun = house.app.upkeep.open_session(house.counsellor, None, Utc::now()).await.unwrap();
    let old = Utc::now() - TimeDelta::minutes(15) - TimeDelta::seconds(1);
    let given = token::give(&house.app, &begun.session, old).await.unwrap();
    assert_eq!(status(&house, &given.access_token).await, 401);
}

fn base64_url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().chain([&0, &0]).take(3).fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        for place in 0..=chunk.len() {
            text.push(char::from(LETTERS[(word >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}
