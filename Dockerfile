# One image for the web and the worker. The private cluster is not used in it: DATABASE_URL names a server.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin entente

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends antiword ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/entente entente
COPY --from=build /src/target/release/entente /usr/local/bin/entente
USER entente
ENV ENTENTE_LISTEN=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["entente"]
CMD ["serve"]
