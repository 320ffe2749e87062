//! Pages and their looks, and the server that answers with them.

mod act_form;
mod answer;
pub mod api;
pub mod app;
pub mod assets;
pub mod auth;
mod doing;
pub mod error;
pub mod form;
pub mod frame;
pub mod guard;
pub mod markdown;
pub mod origin;
mod pages;
pub mod routes;
mod shown;
pub mod token;
pub mod view;

use std::io;
use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{HttpServer, web};

use app::App;

const WORKERS: usize = 2;
/// How long a request may take to bring its head.
const HEAD: Duration = Duration::from_secs(10);
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// How long requests may go on after the server was told to stop.
const GRACE_SECONDS: u64 = 10;

/// The server on the addresses of the settings. It runs when awaited, and stops gracefully by its handle: signals are
/// left to whoever started it.
pub async fn serve(app: App) -> io::Result<Server> {
    let addresses = app.config.listen_addresses()?;
    let listeners = addresses.iter().map(TcpListener::bind).collect::<io::Result<Vec<_>>>()?;
    serve_on(app, listeners)
}

/// The same on sockets that are bound already.
pub fn serve_on(app: App, listeners: Vec<TcpListener>) -> io::Result<Server> {
    let data = web::Data::new(app);
    let mut server = HttpServer::new(move || {
        actix_web::App::new().app_data(data.clone()).wrap(from_fn(guard::guard)).configure(routes::all)
    })
    .workers(WORKERS)
    .keep_alive(KEEP_ALIVE)
    .client_request_timeout(HEAD)
    .shutdown_timeout(GRACE_SECONDS)
    .disable_signals();
    for listener in listeners {
        listener.set_nonblocking(true)?;
        server = server.listen(listener)?;
    }
    Ok(server.run())
}
