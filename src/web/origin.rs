//! Where a request comes from: from a page of ours or of somebody else's, from this machine or through a proxy.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::config::Config;

/// Whether a request that changes something may come from where its browser says. What says nothing is no browser's
/// form of another site; the token of the form is asked for in any case.
pub(super) fn is_ours(request: &HttpRequest, config: &Config) -> bool {
    let text = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("null"));
    if let Some(site) = text("sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
    {
        return false;
    }
    match text("origin") {
        None => true,
        Some(origin) => {
            let here = host(request).is_some_and(|host| origin.split_once("://").is_some_and(|(_, from)| from == host));
            origin == config.public_url || here
        }
    }
}

fn host(request: &HttpRequest) -> Option<&str> {
    request.headers().get(header::HOST)?.to_str().ok()
}

/// Somebody at this very machine, and not a page of another site that has its name lead here: the condition for signing
/// in without a password.
pub(super) fn is_at_this_machine(request: &HttpRequest, config: &Config) -> bool {
    let near = request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let forwarded =
        ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| request.headers().contains_key(*name));
    let ours = config.public_url.split_once("://").map(|(_, host)| host);
    let named = host(request).is_some_and(|host| Some(host) == ours || is_loopback_name(host));
    near && !forwarded && named && config.listens_on_loopback_only()
}

fn is_loopback_name(host: &str) -> bool {
    let bare = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The network address that attempts are counted for. A proxy on this machine says for whom it asks, in the last entry
/// that it wrote itself; nobody else is believed. Of an IPv6 address, the half that names the network.
pub(super) fn peer(request: &HttpRequest) -> String {
    let peer = request.peer_addr().map(|peer| peer.ip().to_canonical());
    let forwarded = || {
        let last = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let address = match peer {
        Some(peer) if peer.is_loopback() => Some(forwarded().unwrap_or(peer)),
        other => other,
    };
    match address {
        Some(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Some(IpAddr::V4(ip)) => ip.to_string(),
        None => "nowhere".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn config() -> Config {
        let set = |name: &str| match name {
            "ENTENTE_DATA" => Some("/nonexistent".to_owned()),
            "ENTENTE_PUBLIC_URL" => Some("https://entente.example.org".to_owned()),
            _ => None,
        };
        Config::from_lookup(&set).unwrap()
    }

    fn ours(headers: &[(&str, &str)]) -> bool {
        let request = headers.iter().fold(TestRequest::post(), |request, pair| request.insert_header(*pair));
        is_ours(&request.to_http_request(), &config())
    }

    #[test]
    fn a_form_of_another_site_is_not_ours() {
        let host = ("host", "entente.example.org");
        assert!(ours(&[]));
        assert!(ours(&[host, ("origin", "https://entente.example.org"), ("sec-fetch-site", "same-origin")]));
        assert!(ours(&[("host", "localhost:8080"), ("origin", "http://localhost:8080")]));
        for other in
            ["https://evil.example", "null", "https://entente.example.org.evil.example", "http://example.org", ""]
        {
            assert!(!ours(&[host, ("origin", other)]), "{other}");
        }
        for site in ["cross-site", "same-site", ""] {
            assert!(!ours(&[host, ("sec-fetch-site", site)]), "{site}");
        }
    }

    #[test]
    fn only_somebody_at_this_machine_is_at_this_machine() {
        let at = |peer: &str, headers: &[(&str, &str)]| {
            let request = headers.iter().fold(TestRequest::post(), |request, pair| request.insert_header(*pair));
            is_at_this_machine(&request.peer_addr(peer.parse().unwrap()).to_http_request(), &config())
        };
        let here = ("host", "127.0.0.1:8080");
        assert!(at("127.0.0.1:4000", &[here]) && at("[::1]:4000", &[("host", "[::1]:8080")]));
        assert!(!at("192.0.2.7:4000", &[here]));
        assert!(!at("127.0.0.1:4000", &[("host", "rebound.example")]));
        assert!(!at("127.0.0.1:4000", &[here, ("x-forwarded-for", "192.0.2.7")]));
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        let of = |from: &str, forwarded: &str| {
            let request = TestRequest::post().peer_addr(from.parse().unwrap());
            peer(&request.insert_header(("x-forwarded-for", forwarded)).to_http_request())
        };
        assert_eq!(of("127.0.0.1:4000", "203.0.113.9, 192.0.2.7"), "192.0.2.7");
        assert_eq!(of("198.51.100.1:4000", "192.0.2.7"), "198.51.100.1");
        assert_eq!(of("127.0.0.1:4000", "rubbish"), "127.0.0.1");
        assert_eq!(of("[2001:db8:1:2:3::4]:4000", ""), "2001:db8:1:2::/64");
    }
}
